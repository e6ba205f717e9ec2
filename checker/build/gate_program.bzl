"""One gate's program: an answer and its test, built the way that gate demands."""

load("//checker/build:compile.bzl", "LINE_TABLES", "PrecompiledHeaderInfo", "compile", "toolchain_of")
load("//checker/build:gates.bzl", "gate_transition")

def place_answer(ctx):
    """Puts the answer where the test includes it from; returns (File, options).

    The student's own file is there already. Any other answer (a solution, a
    recorded mistake) is linked to that place in a directory of its own, which the
    compiler searches first; messages and line tables go on to name the real file.
    """
    answer = ctx.file.answer
    place = ctx.attr.included_as
    if answer.path == place:
        return answer, []
    root = ctx.label.name + ".root"
    link = ctx.actions.declare_file(root + "/" + place)
    ctx.actions.symlink(output = link, target_file = answer)
    return link, [
        "-iquote",
        link.path[:-len(place) - 1],
        "-ffile-prefix-map={}={}".format(link.path, answer.path),
    ]

def _gate_program_impl(ctx):
    cc = toolchain_of(ctx)
    header = ctx.attr.precompiled_header[PrecompiledHeaderInfo]
    dependencies = cc_common.merge_cc_infos(
        direct_cc_infos = [header.cc_info] + [dep[CcInfo] for dep in ctx.attr.deps],
    )
    answer, answer_options = place_answer(ctx)
    object_file = ctx.actions.declare_file(ctx.label.name + ".o")
    compile(
        ctx,
        cc,
        source = ctx.file.test,
        output = object_file,
        context = dependencies.compilation_context,
        inputs = [answer, header.file, header.header],
        options = answer_options + LINE_TABLES + ["-include-pch", header.file.path],
        progress = "Compiling {} for the gate {}".format(ctx.file.test.short_path, ctx.attr.gate),
    )
    objects = [object_file, header.object]
    linked = cc_common.link(
        name = ctx.label.name,
        actions = ctx.actions,
        feature_configuration = cc.features,
        cc_toolchain = cc.toolchain,
        compilation_outputs = cc_common.create_compilation_outputs(
            objects = depset(objects),
            pic_objects = depset(objects),
        ),
        linking_contexts = [dependencies.linking_context],
        link_deps_statically = True,
    )
    return [DefaultInfo(
        files = depset([linked.executable]),
        executable = linked.executable,
    )]

gate_program = rule(
    implementation = _gate_program_impl,
    doc = "Compiles `test` with `answer` in the place `included_as` and links it for `gate`.",
    cfg = gate_transition,
    executable = True,
    attrs = {
        "gate": attr.string(mandatory = True),
        "test": attr.label(allow_single_file = [".cc"], mandatory = True),
        "answer": attr.label(allow_single_file = [".h"], mandatory = True),
        "included_as": attr.string(mandatory = True),
        "precompiled_header": attr.label(
            mandatory = True,
            providers = [PrecompiledHeaderInfo],
        ),
        "deps": attr.label_list(providers = [CcInfo]),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
