// Explores a program that has a main of its own: that is the body. The linker
// calls this in its place (--wrap=main).

#include <unistd.h>

#include <cstdio>
#include <string>

#include "checker/explore/report/judge.h"
#include "checker/explore/runtime.h"

extern "C" int __real_main(int count, char** arguments, char** environment);

namespace racefree::explore {
namespace {

struct Call {
  int count;
  char** arguments;
  char** environment;
};

void CallMain(void* argument) {
  const Call& call = *static_cast<const Call*>(argument);
  const int status = __real_main(call.count, call.arguments, call.environment);
  if (status == 0) return;
  runtime->schedule.Fail(FindingKind::kProgramEnded, 0,
                         "the program failed: main returned %d", status);
}

// The name of the program's file and what it was called with: with other
// arguments it is another test.
std::string NameOf(const Call& call) {
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  std::string name(path, length > 0 ? static_cast<size_t>(length) : 0);
  name = name.substr(name.rfind('/') + 1);
  for (int i = 1; i < call.count; ++i) {
    name += std::string(" ") + call.arguments[i];
  }
  return name;
}

}  // namespace
}  // namespace racefree::explore

extern "C" int __wrap_main(int count, char** arguments, char** environment) {
  using racefree::explore::Judgement;
  racefree::explore::Call call = {count, arguments, environment};
  racefree::explore::Options options;
  options.may_exit = true;
  const Judgement judgement =
      racefree::explore::JudgeTest(racefree::explore::NameOf(call),
                                   racefree::explore::CallMain, &call, options);
  printf("%s", judgement.text.c_str());
  return judgement.outcome == Judgement::Outcome::kPassed ? 0 : 1;
}
