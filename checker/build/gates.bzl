"""The gates, in the order in which they judge, and how each one builds.

The one place that knows which compiler options make a gate.
"""

load("//checker/explore:explore.bzl", "EXPLORE_OPTIONS")

# options:      for every file that ends in the gate's program (the exercise, its
#               test, GoogleTest, Abseil, the harness).
# link_options: for linking it.
# prelude:      what every test begins with, compiled once, and the gate's main().
# repetitions:  how often the gate runs each test.
# patience:     seconds for which the gate's program may be at work without a sign
#               of life, on top of what the exercise's own tests may take.
#
# All gates compile without optimisation, so that the code which runs is the code
# that was written. Optimised, `b = b + n; b = b - n;` is nothing at all, and with it
# goes the race that was to be seen.
GATES = {
    "behaves": struct(
        options = ["-O0"],
        link_options = [],
        prelude = "//checker/harness:plain_prelude",
        repetitions = 1,
        patience = 0,
    ),
    "race_free": struct(
        options = [
            "-O0",
            "-fsanitize=thread",
        ],
        link_options = ["-fsanitize=thread"],
        prelude = "//checker/harness:plain_prelude",
        repetitions = 20,
        patience = 0,
    ),
    "memory_safe": struct(
        options = [
            "-O0",
            "-fsanitize=address,undefined",
            "-fno-sanitize-recover=all",
            # Abseil and libstdc++ compare function pointers of other types.
            "-fno-sanitize=function,vptr",
        ],
        link_options = ["-fsanitize=address,undefined"],
        prelude = "//checker/harness:plain_prelude",
        repetitions = 1,
        patience = 0,
    ),
    "every_schedule": struct(
        options = EXPLORE_OPTIONS,
        link_options = [],
        prelude = "//checker/harness:explored_prelude",
        repetitions = 1,
        # The explorer notices by itself what hangs, within its own budget.
        patience = 15,
    ),
}

GATE_ORDER = ["behaves", "race_free", "memory_safe", "every_schedule"]

_COPT = "//command_line_option:copt"
_LINKOPT = "//command_line_option:linkopt"

def _gate_transition_impl(settings, attr):
    gate = GATES[attr.gate]
    return {
        _COPT: settings[_COPT] + gate.options,
        _LINKOPT: settings[_LINKOPT] + gate.link_options,
    }

# Rebuilds a target and all that it depends on with a gate's options, so that plain
# `bazel test` covers every gate at once.
gate_transition = transition(
    implementation = _gate_transition_impl,
    inputs = [_COPT, _LINKOPT],
    outputs = [_COPT, _LINKOPT],
)
