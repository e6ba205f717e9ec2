"""The test that Bazel runs: the judge, told which programs to judge."""

load("//checker/build:lock_analysis.bzl", "LockAnalysisInfo")

def _gate_test_impl(ctx):
    if len(ctx.attr.gates) != len(ctx.attr.programs):
        fail("each gate needs one program")
    analysis = None
    analysis_files = []
    if ctx.attr.lock_analysis:
        info = ctx.attr.lock_analysis[LockAnalysisInfo]
        analysis_files = [info.of_answer, info.of_misuse]
        analysis = struct(
            of_answer = info.of_answer.short_path,
            of_misuse = info.of_misuse.short_path,
        )
    specification = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(specification, json.encode(struct(
        exercise = ctx.attr.exercise,
        student_file = ctx.file.answer.short_path,
        test_file = ctx.file.test.short_path,
        gates = [
            struct(
                gate = ctx.attr.gates[i],
                program = ctx.attr.programs[i][DefaultInfo].files_to_run.executable.short_path,
                repetitions = ctx.attr.repetitions[i],
                idle_seconds = ctx.attr.idle_seconds[i],
            )
            for i in range(len(ctx.attr.gates))
        ],
        lock_analysis = analysis,
        expected_failure = ctx.attr.expected_failure,
    )))
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = executable,
        target_file = ctx.executable._judge,
        is_executable = True,
    )
    runfiles = ctx.runfiles(files = [
        specification,
        ctx.executable._judge,
        ctx.file.answer,
        ctx.file.test,
    ] + analysis_files + [program[DefaultInfo].files_to_run.executable for program in ctx.attr.programs])
    return [DefaultInfo(executable = executable, runfiles = runfiles)]

gate_test = rule(
    implementation = _gate_test_impl,
    doc = """Judges an answer.

Without `expected_failure` the last gate is the one that decides, and the gates
before it are there to tell which of them is the first to fail. With it the gates are
judged in their order, and the test passes if the first to fail is the expected one.
""",
    test = True,
    attrs = {
        "exercise": attr.string(mandatory = True),
        "answer": attr.label(allow_single_file = [".h"], mandatory = True),
        "test": attr.label(allow_single_file = [".cc"], mandatory = True),
        "gates": attr.string_list(mandatory = True, doc = "In their order."),
        "programs": attr.label_list(mandatory = True, doc = "One for each gate."),
        "repetitions": attr.int_list(mandatory = True, doc = "One for each gate."),
        "idle_seconds": attr.int_list(
            mandatory = True,
            doc = "One for each gate: how long its program may make no progress " +
                  "before it counts as hung.",
        ),
        "lock_analysis": attr.label(
            providers = [LockAnalysisInfo],
            doc = "Part of the first gate, where an exercise wants it.",
        ),
        "expected_failure": attr.string_dict(
            doc = "The gate that must fail; words that its verdict must contain.",
        ),
        "_judge": attr.label(
            default = "//checker/judge",
            executable = True,
            cfg = "target",
        ),
    },
)
