"""A test of the checker itself, built like the exercises of one gate."""

load("//checker/build:gates.bzl", "gate_transition")

def _sanitized_test_impl(ctx):
    test = ctx.attr.test[0][DefaultInfo]
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = program,
        target_file = test.files_to_run.executable,
        is_executable = True,
    )
    return [DefaultInfo(executable = program, runfiles = test.default_runfiles)]

sanitized_test = rule(
    implementation = _sanitized_test_impl,
    doc = "Runs the cc_test `test`, it and all it needs built with the options of `gate`.",
    test = True,
    attrs = {
        "test": attr.label(
            cfg = gate_transition,
            executable = True,
            mandatory = True,
        ),
        "gate": attr.string(mandatory = True),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
)
