"""From an exercise to its gates: the single place that knows how.

lessons/NN_chapter/BUILD       kata() for each exercise, then chapter()
solutions/NN_chapter/BUILD     answers() for each exercise
"""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_test")
load("//checker/build:catalogue.bzl", "chapter_entry", "exercise_entry")
load("//checker/build:gate_program.bzl", "gate_program")
load("//checker/build:gate_test.bzl", "gate_test")
load("//checker/build:gates.bzl", "GATES", "GATE_ORDER")
load("//checker/build:lock_analysis.bzl", "lock_analysis")

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

def _lock_analysis(name, exercise, answer, gate):
    """Returns the label of what the compiler says of the answer's locks."""
    package, exercise_name = exercise[2:].split(":")
    lock_analysis(
        name = name + "_lock_analysis",
        testonly = True,
        gate = gate,
        test = exercise + "_test.cc",
        misuse = exercise + "_misuse.cc",
        answer = answer,
        included_as = "{}/{}.h".format(package, exercise_name),
        precompiled_header = GATES[gate].prelude,
        tags = ["manual"],
    )
    return ":{}_lock_analysis".format(name)

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

def _judge_right(name, exercise, answer, gates, idle_seconds, proves_locks):
    """One test for each gate, and a test_suite of them all.

    Returns the programs and the lock analysis.
    """
    programs = _programs(name, exercise, answer, gates)
    analysis = _lock_analysis(name, exercise, answer, gates[0]) if proves_locks else None
    for i, gate in enumerate(gates):
        _gate_test(
            name = "{}_{}".format(name, gate),
            exercise = exercise,
            answer = answer,
            gates = gates[:i + 1],
            programs = programs[:i + 1],
            idle_seconds = idle_seconds,
            lock_analysis = analysis,
        )
    native.test_suite(
        name = name,
        tests = [":{}_{}".format(name, gate) for gate in gates],
    )
    return programs, analysis

def _judge_each_gate_alone(name, exercise, gates, idle_seconds, programs, analysis):
    """Tests for the command `kata`, which asks the gates in their order itself.

    Such a test waits for no other gate's program.
    """
    for i, gate in enumerate(gates):
        _gate_test(
            name = "{}_{}_alone".format(name, gate),
            exercise = exercise,
            answer = name + ".h",
            gates = [gate],
            programs = [programs[i]],
            idle_seconds = idle_seconds,
            lock_analysis = analysis if i == 0 else None,
            tags = ["manual"],
        )

# How a measurement is built: as one builds what shall be fast, unlike the gates.
_MEASUREMENT = {
    "copts": ["-O2"],
    "linkopts": ["-pthread"],
    "deps": ["@com_google_absl//absl/synchronization"],
}

def kata(
        name,
        number,
        title,
        hints,
        ships_failing,
        gates = GATE_ORDER,
        idle_seconds = 2,
        proves_locks = False,
        measurement = None):
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
      proves_locks: whether the first gate also demands that clang's thread safety
        analysis proves the answer's locks, and refuses what NAME_misuse.cc does.
      measurement: a program, NAME_measurement.cc, that measures the student's file.
        What it prints is shown after all gates have passed; it decides nothing.
    """
    if len(hints) != 3:
        fail("{}: an exercise has three hints, this one {}".format(name, len(hints)))
    native.exports_files([name + ".h", name + "_test.cc"] +
                         ([name + "_misuse.cc"] if proves_locks else []))
    exercise = "//{}:{}".format(native.package_name(), name)
    programs, analysis = _judge_right(
        name,
        exercise = exercise,
        answer = name + ".h",
        gates = gates,
        idle_seconds = idle_seconds,
        proves_locks = proves_locks,
    )
    _judge_each_gate_alone(name, exercise, gates, idle_seconds, programs, analysis)
    if measurement:
        native.exports_files([measurement])
        cc_binary(
            name = name + "_measurement",
            srcs = [
                measurement,
                name + ".h",
            ],
            tags = ["manual"],
            **_MEASUREMENT
        )
    exercise_entry(
        name = name + "_entry",
        exercise = name,
        number = number,
        title = title,
        hints = hints,
        gates = gates,
        ships_failing = ships_failing,
        has_measurement = bool(measurement),
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

def _demand_that_all_are_listed(name, mistakes, right):
    """An answer that nobody judges is a mistake of whoever recorded it."""
    listed = ["{}.{}.h".format(name, answer) for answer in right + ["shipped"]]
    listed += ["{}.mistakes/{}.h".format(name, mistake) for mistake in mistakes]
    for answer in native.glob([name + ".*.h", name + ".mistakes/*.h"]):
        if answer not in listed:
            fail("{}: {} is in no list of answers()".format(name, answer))

def answers(
        name,
        ships_failing,
        mistakes,
        right = [],
        gates = GATE_ORDER,
        idle_seconds = 2,
        proves_locks = False,
        measurement = None):
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
      proves_locks: as in kata().
      measurement: as in kata(): it must run to its end with NAME.h.
    """
    _demand_that_all_are_listed(name, mistakes, right)
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
            proves_locks = proves_locks,
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
            lock_analysis = _lock_analysis(answer, exercise, answer + ".h", gates[0]) if proves_locks else None,
            expected_failure = {"gate": gate, "words": words},
        )
    if measurement:
        cc_test(
            name = name + "_measurement",
            size = "small",
            srcs = [
                exercise.split(":")[0] + ":" + measurement,
                exercise + ".h",
                name + ".h",
            ],
            **dict(_MEASUREMENT, copts = _MEASUREMENT["copts"] + [
                # It has the include guard of the student's file, and comes first.
                "-include",
                "$(location {}.h)".format(name),
            ])
        )
