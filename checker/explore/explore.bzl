"""explore_test: a test whose threads are run through every schedule.

    load("//checker/explore:explore.bzl", "explore_test")

    explore_test(
        name = "queue_every_schedule",
        srcs = ["queue_test.cc"],
        deps = [":queue"],
    )

The sources use EVERY_SCHEDULE_TEST (see every_schedule_test.h); or, with
main = True, are a whole program in C++ or C. They and all their dependencies are
built once more, for the explorer.
"""

load("@rules_cc//cc:defs.bzl", "cc_binary")

# How code is compiled for the explorer: every access to memory calls it, and none
# is optimised away.
EXPLORE_OPTIONS = [
    "-O0",
    "-g",
    "-fsanitize=thread",
    "-mllvm",
    "-tsan-instrument-read-before-write=1",
    "-mllvm",
    "-tsan-instrument-func-entry-exit=0",
    # A missing return is found by what it does, not turned into a crash.
    "-fno-strict-return",
    # The library's own copies of its templates are not instrumented: make ours.
    "-D_GLIBCXX_EXTERN_TEMPLATE=0",
]

_COPT = "//command_line_option:copt"

def _explore_transition_impl(settings, _attr):
    return {_COPT: settings[_COPT] + EXPLORE_OPTIONS}

explore_transition = transition(
    implementation = _explore_transition_impl,
    inputs = [_COPT],
    outputs = [_COPT],
)

def _explored_test_impl(ctx):
    program = ctx.attr.program[0]
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = executable,
        target_file = program[DefaultInfo].files_to_run.executable,
        is_executable = True,
    )
    headers = [
        header
        for dep in ctx.attr.deps
        for header in dep[CcInfo].compilation_context.direct_headers
    ]
    return [DefaultInfo(
        executable = executable,
        runfiles = program[DefaultInfo].default_runfiles.merge(
            ctx.runfiles(files = headers),
        ),
    )]

_explored_test = rule(
    implementation = _explored_test_impl,
    doc = "Runs `program`, built for the explorer.",
    test = True,
    attrs = {
        "program": attr.label(cfg = explore_transition, executable = True),
        "deps": attr.label_list(
            providers = [CcInfo],
            doc = "Their headers are there in the run, so that a failure can show lines.",
        ),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
)

_TEST_EXPLORER = [
    str(Label("//checker/explore:explorer")),
    "@com_google_googletest//:gtest_main",
]
_MAIN_EXPLORER = [str(Label("//checker/explore:explore_main"))]

def explore_test(
        name,
        srcs,
        deps = [],
        data = [],
        args = [],
        main = False,
        size = "small",
        tags = [],
        **kwargs):
    """Makes a test whose EVERY_SCHEDULE_TESTs are explored.

    Args:
      name: the test's name.
      srcs: the sources. GoogleTest's main() is added, if not:
      main: the sources have a main(), which is explored; neither they nor the
        explorer need GoogleTest. It fails by any status but 0.
      deps: what they use; compiled for the explorer as well.
      data: further files for the run. The sources, and the headers of `deps`, are
        always there, so that a failure can show their lines.
      args: what the program is called with.
      size: as for any test.
      tags: as for any test.
      **kwargs: anything else that cc_binary takes.
    """
    cc_binary(
        name = name + "_program",
        testonly = True,
        srcs = srcs,
        data = srcs + data,
        linkstatic = True,
        deps = deps + (_MAIN_EXPLORER if main else _TEST_EXPLORER),
        tags = tags + ["manual"],
        **kwargs
    )
    _explored_test(
        name = name,
        program = ":" + name + "_program",
        deps = deps,
        args = args,
        size = size,
        tags = tags,
    )
