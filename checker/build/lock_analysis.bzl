"""What clang's thread safety analysis says of an answer."""

load("//checker/build:compile.bzl", "PrecompiledHeaderInfo", "ask_compiler", "toolchain_of")
load("//checker/build:gate_program.bzl", "place_answer")
load("//checker/build:gates.bzl", "gate_transition")

LockAnalysisInfo = provider(
    doc = "What the compiler said. Both Files are empty if all is well.",
    fields = {
        "of_answer": "where the answer breaks its own rules",
        "of_misuse": "which of the lines that break its rules are not refused",
    },
)

def _lock_analysis_impl(ctx):
    cc = toolchain_of(ctx)
    header = ctx.attr.precompiled_header[PrecompiledHeaderInfo]
    answer, answer_options = place_answer(ctx)
    told = {}
    for name, source, options in [
        ("of_answer", ctx.file.test, []),
        ("of_misuse", ctx.file.misuse, ["-Xclang", "-verify"]),
    ]:
        told[name] = ctx.actions.declare_file("{}.{}.txt".format(ctx.label.name, name))
        ask_compiler(
            ctx,
            cc,
            source = source,
            told = told[name],
            context = header.cc_info.compilation_context,
            inputs = [answer, header.file, header.header],
            options = answer_options + options + [
                "-Wthread-safety",
                "-Werror=thread-safety",
                "-include-pch",
                header.file.path,
            ],
            progress = "Analysing the locks of " + ctx.file.answer.short_path,
        )
    return [
        DefaultInfo(files = depset(told.values())),
        LockAnalysisInfo(**told),
    ]

lock_analysis = rule(
    implementation = _lock_analysis_impl,
    doc = """Asks the compiler whether an answer keeps to the rules that it declares.

`misuse` breaks the rules that the answer shall declare, line by line, with a comment
on each for `clang -verify`.
""",
    # The precompiled header fits one gate's options only.
    cfg = gate_transition,
    attrs = {
        "gate": attr.string(mandatory = True),
        "test": attr.label(allow_single_file = [".cc"], mandatory = True),
        "misuse": attr.label(allow_single_file = [".cc"], mandatory = True),
        "answer": attr.label(allow_single_file = [".h"], mandatory = True),
        "included_as": attr.string(mandatory = True),
        "precompiled_header": attr.label(
            mandatory = True,
            providers = [PrecompiledHeaderInfo],
        ),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
