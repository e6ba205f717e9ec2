#include "checker/verdict/explain.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/explain_schedule.h"
#include "checker/verdict/explain_threads.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

struct FixedWords {
  Kind kind;
  absl::string_view message;
  absl::string_view meaning;
  absl::string_view next_step;
};

// The words for kinds that need nothing from the verdict.
constexpr FixedWords kFixedWords[] = {
    {Kind::kLinkError, "The program could not be put together.", "",
     "Define it in your file, exactly once and as it is declared."},
    {Kind::kCompileTimeout, "The compiler did not come to an end.",
     "Something in your file makes it work without end, such as a template "
     "that calls itself.",
     "Undo the last change and try again."},
    {Kind::kFailedExpectation, "A test got something else than it expected.",
     "", "Read the test: it says what your code should do."},
    {Kind::kStackOverflow, "The program used up its stack and crashed.",
     "Each call needs some of it, so a function that calls itself without end "
     "(or an enormous local variable) uses it up.",
     "Look for a call that leads back to itself with nothing to stop it."},
    {Kind::kOutOfMemory, "The program wanted more memory than there is.", "",
     "Look for a size that is far too large or negative, or for a container "
     "that grows without end."},
    {Kind::kTooMuchOutput, "The program printed without end and was stopped.",
     "", "Look for a loop that prints and never ends."},
    {Kind::kLeftBehind, "The test is over, but something was left behind.", "",
     "Whatever is started or opened must be ended or closed, on every way "
     "out: by a destructor, best of all."},
    {Kind::kThreadLeak, "A thread was started, but never joined.",
     "A thread must be joined before its std::thread object goes, or the "
     "program is ended; and without a join nobody knows when its work is "
     "done.",
     "Join every thread, on every way out; or use one that joins by itself."},
    {Kind::kSignalUnsafeCall,
     "A signal handler calls a function that is not safe there.",
     "The signal may arrive in the middle of that very function, for example "
     "in malloc().",
     "In the handler only set a flag, and do the work elsewhere."},
    {Kind::kDoubleFree, "The same memory was freed twice.",
     "Between the two it may already belong to somebody else.",
     "Let exactly one owner free it, such as a std::unique_ptr."},
    {Kind::kBadFree, "Memory was freed in a way that does not fit it.",
     "What new makes, delete ends; new[] goes with delete[]; and local "
     "variables end by themselves.",
     "Let a container or a smart pointer own it."},
    {Kind::kMemoryLeak, "Memory was allocated and never freed.", "",
     "Give it an owner that frees it: a container or a smart pointer; and "
     "look for owners that own each other in a circle."},
    {Kind::kUndefinedBehaviour,
     "The program does what the language leaves undefined.",
     "From here on anything may happen, even what looks right today.", ""},
    {Kind::kOtherSanitizerReport, "A sanitizer found a fault.", "",
     "Run it with --raw to read the whole report."},
    {Kind::kMachineFault, "This machine could not run the check.",
     "This says nothing about your code.", ""},
};

std::string NameOr(const Verdict& verdict, absl::string_view otherwise) {
  return verdict.variable.name.empty() ? std::string(otherwise)
                                       : verdict.variable.name;
}

Words ExplainCompileError(const Verdict& verdict) {
  Words words;
  words.message = "The compiler does not understand this line.";
  if (verdict.where.line == 0) {
    words.message = "The compiler failed, and did not say where.";
    words.next_step = "Run it with --raw to read all that it printed.";
  } else if (verdict.test_line.line != 0) {
    words.message = "Your code does not fit the way the test uses it.";
    words.next_step =
        "Names, parameters and results must stay as the exercise gives them.";
  } else if (absl::StrContains(verdict.detail, "file not found")) {
    words.message = "This #include names a file that is not there.";
    words.next_step = "Check its name, or leave it out.";
  }
  return words;
}

Words ExplainException() {
  Words words;
  words.message = "An exception was thrown and nobody caught it.";
  words.meaning =
      "It goes up from function to function until one catches it; when it "
      "leaves a thread's function or a destructor, it ends the whole program.";
  words.next_step =
      "Catch it where it can be handled, or hand it on to whoever waits for "
      "the result.";
  return words;
}

Words ExplainCrash(const Verdict& verdict) {
  Words words;
  words.message = "The program crashed.";
  if (verdict.detail == "null pointer") {
    words.message = "The program crashed: it followed a null pointer.";
    words.next_step = "Find out why the pointer is null in this line.";
  } else if (absl::StrContains(verdict.detail, "SIGABRT")) {
    words.next_step = "Look for calls of abort() or std::terminate().";
  } else if (absl::StrContains(verdict.detail, "SEGV")) {
    words.next_step =
        "Look for a pointer that is null, or points to something that is "
        "gone.";
  }
  return words;
}

Words ExplainTestsMissing(const Verdict& verdict) {
  Words words;
  words.message = "The program ended before all of its tests had run.";
  words.meaning =
      "A test that did not run proves nothing, whatever the program said at "
      "its end.";
  words.next_step =
      "Look for calls of exit(), for a main() of your own, and for tests "
      "that are skipped.";
  if (!verdict.test.empty()) {
    words.message = absl::StrCat("The program ended, but ", verdict.test,
                                 " did not come to its end.");
  }
  return words;
}

Words ExplainUseAfterEnd(const Verdict& verdict) {
  Words words;
  const std::string name = NameOr(verdict, "memory");
  if (verdict.kind == Kind::kUseAfterScope) {
    words.message = absl::StrCat("The local variable ",
                                 NameOr(verdict, "behind this pointer"),
                                 " is used after its block has ended.");
    words.meaning =
        "Its place on the stack is free for others: a reference or pointer to "
        "it, also one that a lambda captured, leads to something else by then.";
    words.next_step =
        "Let it live as long as its users, or give each user a copy.";
    return words;
  }
  words.message =
      absl::StrCat("What ", name, " refers to is used after it was freed.");
  words.meaning = "The memory may belong to somebody else by now.";
  words.next_step =
      "Keep it alive as long as anybody uses it: find the owner, and when it "
      "lets go.";
  return words;
}

Words ExplainOverflow(const Verdict& verdict) {
  Words words;
  words.message = absl::StrCat("The program leaves the bounds of ",
                               NameOr(verdict, "a block of memory"), ".");
  words.meaning = "It reads or changes what belongs to somebody else.";
  words.next_step = "Check the index or the length against the size.";
  return words;
}

Words ExplainLockMisuse(const Verdict& verdict) {
  Words words;
  words.message = absl::StrCat("A lock is misused: ", verdict.detail, ".");
  words.meaning =
      "A mutex must be unlocked by the thread that locked it, once for each "
      "time, and be free when it is destroyed.";
  words.next_step =
      "Let an object lock it and unlock it, such as std::lock_guard.";
  return words;
}

Words ExplainMissingFile(const Verdict& verdict) {
  Words words;
  words.message =
      absl::StrCat("Your file ", verdict.where.file, " is missing.");
  words.next_step =
      absl::StrCat("Bring it back: ./kata reset ", verdict.exercise);
  return words;
}

Words WordsFor(const Verdict& verdict) {
  switch (verdict.kind) {
    case Kind::kMissingFile:
      return ExplainMissingFile(verdict);
    case Kind::kCompileError:
      return ExplainCompileError(verdict);
    case Kind::kUncaughtException:
      return ExplainException();
    case Kind::kCrash:
      return ExplainCrash(verdict);
    case Kind::kTestsMissing:
      return ExplainTestsMissing(verdict);
    case Kind::kDataRace:
      return ExplainDataRace(verdict);
    case Kind::kLockOrderInversion:
      return ExplainLockOrder(verdict);
    case Kind::kDeadlock:
      return ExplainDeadlock(verdict);
    case Kind::kHang:
      return ExplainHang(verdict);
    case Kind::kLockMisuse:
      return ExplainLockMisuse(verdict);
    case Kind::kUseAfterFree:
    case Kind::kUseAfterScope:
      return ExplainUseAfterEnd(verdict);
    case Kind::kBufferOverflow:
      return ExplainOverflow(verdict);
    default:
      break;
  }
  for (const FixedWords& words : kFixedWords) {
    if (words.kind == verdict.kind) {
      return {std::string(words.message), std::string(words.meaning),
              std::string(words.next_step)};
    }
  }
  return {};
}

// A meaning may begin with the name of a thread.
void Capitalize(std::string* sentence) {
  if (!sentence->empty()) {
    sentence->front() = absl::ascii_toupper(sentence->front());
  }
}

void SetIfEmpty(std::string words, std::string* member) {
  if (member->empty()) *member = std::move(words);
}

void Add(Words words, Verdict* verdict) {
  Capitalize(&words.meaning);
  SetIfEmpty(std::move(words.message), &verdict->message);
  SetIfEmpty(std::move(words.meaning), &verdict->meaning);
  SetIfEmpty(std::move(words.next_step), &verdict->next_step);
}

}  // namespace

void Explain(Verdict* verdict) {
  if (verdict->gate == Gate::kEverySchedule) {
    Add(ExplainSchedule(*verdict), verdict);
  }
  Add(WordsFor(*verdict), verdict);
}

}  // namespace racefree
