"""From an exercise to its gates: the single place that knows how.

lessons/NN_chapter/BUILD       kata() for each exercise, then chapter()
solutions/NN_chapter/BUILD     answers() for each exercise
"""

load("//checker/build:catalogue.bzl", "chapter_entry", "exercise_entry")
load("//checker/build:gate_program.bzl", "gate_program")
load("//checker/build:gate_test.bzl", "gate_test")
load("//checker/build:gates.bzl", "GATES", "GATE_ORDER")

def _gates_up_to(gates, last):
    return gates[:gates.index(last) + 1]

def _programs(name, exercise, answer, gates):
    """Builds `answer` for each gate; returns the labels of the programs."""
    package, exercise_name = exercise[2:].split(":")
    for gate in gates:
        gate_program(
            name = "{}_{}_program".format(name, gate),
            testonly = True,
            gate = gate,
            test = exercise + "_test.cc",
            answer = answer,
            included_as = "{}/{}.h".format(package, exercise_name),
            precompiled_header = GATES[gate].prelude,
            tags = ["manual"],
        )
    return [":{}_{}_program".format(name, gate) for gate in gates]

def _gate_test(name, exercise, answer, gates, programs, idle_seconds, **kwargs):
    gate_test(
        name = name,
        size = "small",
        exercise = exercise.split(":")[1],
        answer = answer,
        test = exercise + "_test.cc",
        gates = gates,
        programs = programs,
        repetitions = [GATES[gate].repetitions for gate in gates],
        idle_seconds = [idle_seconds + GATES[gate].patience for gate in gates],
        **kwargs
    )

def _judge_right(name, exercise, answer, gates, idle_seconds):
    """One test for each gate, and a test_suite of them all."""
    programs = _programs(name, exercise, answer, gates)
    for i, gate in enumerate(gates):
        _gate_test(
            name = "{}_{}".format(name, gate),
            exercise = exercise,
            answer = answer,
            gates = gates[:i + 1],
            programs = programs[:i + 1],
            idle_seconds = idle_seconds,
        )
    native.test_suite(
        name = name,
        tests = [":{}_{}".format(name, gate) for gate in gates],
    )

def kata(name, number, title, hints, ships_failing, gates = GATE_ORDER, idle_seconds = 2):
    """An exercise: NAME.h, the student's file, and NAME_test.cc, its specification.

    Makes one test for each gate, NAME_behaves, NAME_race_free, ..., a test_suite
    NAME of them, and the exercise's entry in the catalogue.

    Args:
      name: the exercise, as students type it.
      number: its place in the chapter, from 1.
      title: a few words for the list of exercises.
      hints: three, from a nudge to nearly the answer.
      ships_failing: the first gate that the shipped file fails.
      gates: the gates that judge it, in their order.
      idle_seconds: how long its test may make no progress before it counts as hung.
    """
    if len(hints) != 3:
        fail("{}: an exercise has three hints, this one {}".format(name, len(hints)))
    native.exports_files([name + ".h", name + "_test.cc"])
    _judge_right(
        name,
        exercise = "//{}:{}".format(native.package_name(), name),
        answer = name + ".h",
        gates = gates,
        idle_seconds = idle_seconds,
    )
    exercise_entry(
        name = name + "_entry",
        exercise = name,
        number = number,
        title = title,
        hints = hints,
        gates = gates,
        ships_failing = ships_failing,
    )

def chapter(title):
    """The end of a chapter's BUILD file: gathers its kata() calls."""
    chapter_entry(
        name = "chapter",
        title = title,
        exercises = [
            ":" + rule["name"]
            for rule in native.existing_rules().values()
            if rule["kind"] == "exercise_entry"
        ],
        visibility = ["//lessons:__pkg__"],
    )

def answers(name, ships_failing, mistakes, right = [], gates = GATE_ORDER, idle_seconds = 2):
    """The recorded answers to an exercise of the chapter of the same name.

    NAME.h, the reference solution, must pass all gates; so must the other right
    answers. NAME.shipped.h, which is what the student is given (`kata reset` puts it
    back), and each mistake must fail at the gate that they name, and at no
    earlier one.

    Args:
      name: the exercise.
      ships_failing: the gate that NAME.shipped.h fails, and words of its verdict.
      mistakes: for each file NAME.mistakes/KEY.h the gate that it fails, and words
        that its verdict must contain: {"lock_per_call": ("race_free", "data race")}.
      right: other right answers: "absl_mutex" stands for NAME.absl_mutex.h.
      gates: as in kata().
      idle_seconds: as in kata().
    """
    exercise = "//{}:{}".format(
        native.package_name().replace("solutions/", "lessons/", 1),
        name,
    )
    for suffix in [""] + ["." + variant for variant in right]:
        _judge_right(
            name + suffix,
            exercise = exercise,
            answer = name + suffix + ".h",
            gates = gates,
            idle_seconds = idle_seconds,
        )
    wrong = {name + ".shipped": ships_failing}
    for mistake, failure in mistakes.items():
        wrong["{}.mistakes/{}".format(name, mistake)] = failure
    for answer, (gate, words) in wrong.items():
        gates_to_run = _gates_up_to(gates, gate)
        _gate_test(
            name = answer,
            exercise = exercise,
            answer = answer + ".h",
            gates = gates_to_run,
            programs = _programs(answer, exercise, answer + ".h", gates_to_run),
            idle_seconds = idle_seconds,
            expected_failure = {"gate": gate, "words": words},
        )
