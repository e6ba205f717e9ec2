"""The catalogue: what the command `kata` knows of the exercises."""

ExerciseInfo = provider(
    doc = "One exercise, as its kata() call describes it.",
    fields = {"entry": "a struct that is written to the catalogue as it is"},
)

ChapterInfo = provider(
    doc = "One chapter.",
    fields = {"entry": "a struct that is written to the catalogue as it is"},
)

def _exercise_entry_impl(ctx):
    package = ctx.label.package
    solutions = package.replace("lessons/", "solutions/", 1)
    name = ctx.attr.exercise
    return [ExerciseInfo(entry = struct(
        name = name,
        number = ctx.attr.number,
        title = ctx.attr.title,
        package = package,
        file = "{}/{}.h".format(package, name),
        test = "{}/{}_test.cc".format(package, name),
        gates = ctx.attr.gates,
        hints = ctx.attr.hints,
        ships_failing = ctx.attr.ships_failing,
        shipped = "{}/{}.shipped.h".format(solutions, name),
        solutions = ["{}/{}.h".format(solutions, name)],
        why = "{}/{}.why.md".format(solutions, name),
        measurement = "//{}:{}_measurement".format(package, name) if ctx.attr.has_measurement else "",
    ))]

exercise_entry = rule(
    implementation = _exercise_entry_impl,
    attrs = {
        "exercise": attr.string(mandatory = True),
        "number": attr.int(mandatory = True),
        "title": attr.string(mandatory = True),
        "hints": attr.string_list(mandatory = True),
        "gates": attr.string_list(mandatory = True),
        "ships_failing": attr.string(mandatory = True),
        "has_measurement": attr.bool(),
    },
)

def _number(entry):
    return entry.number

def _chapter_entry_impl(ctx):
    entries = sorted(
        [exercise[ExerciseInfo].entry for exercise in ctx.attr.exercises],
        key = _number,
    )
    numbers = [entry.number for entry in entries]
    if numbers != list(range(1, len(numbers) + 1)):
        fail("exercises must be numbered 1, 2, 3, ...; these are {}".format(numbers))
    return [ChapterInfo(entry = struct(
        name = ctx.label.package.split("/")[-1],
        title = ctx.attr.title,
        exercises = entries,
    ))]

chapter_entry = rule(
    implementation = _chapter_entry_impl,
    attrs = {
        "title": attr.string(mandatory = True),
        "exercises": attr.label_list(providers = [ExerciseInfo]),
    },
)

_SOURCE = """// Generated from the kata() calls in lessons/*/BUILD.
#include "{header}"

namespace racefree {{
const char kCatalogueJson[] = R"catalogue({json})catalogue";
}}  // namespace racefree
"""

def _catalogue_source_impl(ctx):
    catalogue = struct(
        chapters = [chapter[ChapterInfo].entry for chapter in ctx.attr.chapters],
    )
    source = ctx.actions.declare_file(ctx.label.name + ".cc")
    ctx.actions.write(source, _SOURCE.format(
        header = ctx.file.header.short_path,
        json = json.encode(catalogue),
    ))
    return [DefaultInfo(files = depset([source]))]

catalogue_source = rule(
    implementation = _catalogue_source_impl,
    doc = "Writes the catalogue as a C++ source file.",
    attrs = {
        "header": attr.label(allow_single_file = [".h"], mandatory = True),
        "chapters": attr.label_list(providers = [ChapterInfo]),
    },
)
