"""Compiling by a precompiled header: a test in 0.4 s instead of 2 s.

Bazel's own C++ rules cannot use one: their check of included files rejects the
names that a precompiled header records. So these rules run the toolchain's
compiler themselves. The sandbox still proves that only declared files are read.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

# A student's file that keeps the compiler busy for ever must not keep the student
# waiting for ever. Processor time, so that a busy machine does not count; a
# compilation takes about 0.5 s. 152 is how a shell names SIGXCPU.
_LIMITS = """
ulimit -S -t 15
ulimit -v 8000000
"""

_LIMITED = _LIMITS + """"$@" || {
  status=$?
  if [ "$status" -eq 152 ]; then
    echo "racefree: the compiler was stopped after 15 s of processor time" >&2
  fi
  exit "$status"
}
"""

# For stacks in source lines; eu-stack finds them by the address ranges.
LINE_TABLES = ["-gline-tables-only", "-gdwarf-aranges"]

def toolchain_of(ctx):
    """Returns the C++ toolchain and its features, as one struct."""
    toolchain = find_cpp_toolchain(ctx)
    return struct(
        toolchain = toolchain,
        features = cc_common.configure_features(
            ctx = ctx,
            cc_toolchain = toolchain,
            requested_features = ctx.features,
            unsupported_features = ctx.disabled_features,
        ),
    )

# Keeps what the compiler says in the file $1, whether it is content or not.
_TOLD = _LIMITS + """told=$1
shift
"$@" -fno-color-diagnostics 2> "$told" || true
"""

def compile(ctx, cc, source, output, context, inputs, options, progress, limited = True):
    """Runs the compiler once: `source` becomes `output`.

    Args:
      ctx: the rule's context.
      cc: what toolchain_of() returned.
      source: the File to compile.
      output: the File to make.
      context: the CcCompilationContext of all dependencies.
      inputs: further Files that the compiler may read.
      options: further compiler options, before the toolchain's own.
      progress: what Bazel says while it runs.
      limited: whether the compiler's time and memory are limited.
    """
    command = _LIMITED if limited else '"$@"'
    _run(ctx, cc, command, [], source, output, context, inputs, options, progress)

def ask_compiler(ctx, cc, source, told, context, inputs, options, progress):
    """Lets the compiler judge `source`; `told` is what it says. Makes no code.

    The parameters are those of compile(), but for told: the File for what the
    compiler says, empty if that is nothing.
    """
    options = ["-fsyntax-only"] + options
    _run(ctx, cc, _TOLD, [told.path], source, told, context, inputs, options, progress)

def _run(ctx, cc, command, first_arguments, source, output, context, inputs, options, progress):
    variables = cc_common.create_compile_variables(
        feature_configuration = cc.features,
        cc_toolchain = cc.toolchain,
        source_file = source.path,
        output_file = output.path,
        user_compile_flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts,
        include_directories = context.includes,
        quote_include_directories = context.quote_includes,
        system_include_directories = context.system_includes,
        preprocessor_defines = context.defines,
        use_pic = True,
    )
    arguments = cc_common.get_memory_inefficient_command_line(
        feature_configuration = cc.features,
        action_name = ACTION_NAMES.cpp_compile,
        variables = variables,
    )
    environment = dict(cc_common.get_environment_variables(
        feature_configuration = cc.features,
        action_name = ACTION_NAMES.cpp_compile,
        variables = variables,
    ))

    # What .bazelrc wants for all actions.
    environment.update(ctx.configuration.default_shell_env)

    # A precompiled header holds the path of the directory it was made in; this name
    # is the same in every sandbox.
    environment["PWD"] = "/proc/self/cwd"
    compiler = cc_common.get_tool_for_action(
        feature_configuration = cc.features,
        action_name = ACTION_NAMES.cpp_compile,
    )
    ctx.actions.run_shell(
        command = command,
        arguments = first_arguments + [compiler, "-fno-crash-diagnostics"] + options + arguments,
        env = environment,
        inputs = depset(
            [source] + inputs,
            transitive = [context.headers, cc.toolchain.all_files],
        ),
        outputs = [output],
        mnemonic = "CppCompile",
        progress_message = progress,
    )

PrecompiledHeaderInfo = provider(
    doc = "A precompiled header and the dependencies it was made with.",
    fields = {
        "file": "the .pch File",
        "object": "the object File of what the header defines",
        "header": "the File it was made from, which the compiler looks up again",
        "cc_info": "the CcInfo of its dependencies",
    },
)

def _precompiled_header_impl(ctx):
    cc = toolchain_of(ctx)
    dependencies = cc_common.merge_cc_infos(
        direct_cc_infos = [dep[CcInfo] for dep in ctx.attr.deps],
    )
    file = ctx.actions.declare_file(ctx.label.name + ".pch")
    compile(
        ctx,
        cc,
        source = ctx.file.header,
        output = file,
        context = dependencies.compilation_context,
        inputs = [],
        options = [
            "-x",
            "c++-header",
            "-fpch-instantiate-templates",
            # Users leave the code of what is defined here to the object below.
            "-fpch-codegen",
            "-Xclang",
            "-fno-pch-timestamp",
        ],
        progress = "Precompiling " + ctx.file.header.short_path,
        limited = False,
    )
    object_file = ctx.actions.declare_file(ctx.label.name + ".o")
    compile(
        ctx,
        cc,
        source = file,
        output = object_file,
        context = dependencies.compilation_context,
        inputs = [ctx.file.header],
        # All that is for the preprocessor is in the .pch already.
        options = LINE_TABLES + ["-Wno-unused-command-line-argument"],
        progress = "Compiling " + ctx.file.header.short_path,
        limited = False,
    )
    return [
        DefaultInfo(files = depset([file, object_file])),
        PrecompiledHeaderInfo(
            file = file,
            object = object_file,
            header = ctx.file.header,
            cc_info = dependencies,
        ),
    ]

precompiled_header = rule(
    implementation = _precompiled_header_impl,
    doc = "Compiles a header once for all tests that begin with it.",
    attrs = {
        "header": attr.label(allow_single_file = [".h"], mandatory = True),
        "deps": attr.label_list(providers = [CcInfo]),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
