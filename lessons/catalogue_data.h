#ifndef RACEFREE_LESSONS_CATALOGUE_DATA_H_
#define RACEFREE_LESSONS_CATALOGUE_DATA_H_

namespace racefree {

// All chapters and exercises in their order, as JSON. The build makes it from
// the kata() calls in lessons/*/BUILD.
extern const char kCatalogueJson[];

}  // namespace racefree

#endif  // RACEFREE_LESSONS_CATALOGUE_DATA_H_
