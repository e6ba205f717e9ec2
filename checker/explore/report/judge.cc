#include "checker/explore/report/judge.h"

#include <cstdlib>
#include <memory>

#include "checker/explore/explore.h"
#include "checker/explore/report/story.h"
#include "checker/explore/report/token.h"
#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

using Outcome = Judgement::Outcome;

constexpr int kWidth = 100;

uint32_t SourceHash(const Story& story) {
  std::string text;
  for (const StoryStep& step : story.steps) {
    if (step.source.empty()) return 0;
    text += step.source + "\n";
  }
  return text.empty() ? 0 : ShortHash(text);
}

FindingKind LastKind(const Result& result) {
  return result.consequence.kind != FindingKind::kNone ? result.consequence.kind
                                                       : result.finding.kind;
}

Judgement JudgeAnew(const std::string& name, void (*body)(void*),
                    void* argument, const Options& options) {
  Judgement judgement;
  const Result& result = Explore(body, argument, options);
  const Story story = TellStory(result);
  judgement.text = StoryAsText(story, kWidth);
  judgement.json = StoryAsJson(story);
  if (story.passed) {
    if (result.skipped[0] == '\0') return judgement;
    judgement.outcome = Outcome::kSkipped;
    judgement.text = result.skipped;
    return judgement;
  }
  judgement.outcome = Outcome::kFailed;
  if (result.diverged) {
    judgement.text +=
        "But it did not happen when this schedule was run once more: the test "
        "depends on something that the explorer does not control.\n";
    return judgement;
  }
  const auto token = std::make_unique<Token>();
  MakePlan(options, result, &token->plan);
  token->test = ShortHash(name);
  token->behaviour = ShortHash(runtime->recorder.behaviour());
  token->source = SourceHash(story);
  judgement.token = EncodeToken(*token);
  judgement.text +=
      "replay: " + std::string(kReplayVariable) + "=" + judgement.token + "\n";
  return judgement;
}

// What to say first.
std::string Introduction(const Token& token, const Result& result,
                         const Story& story) {
  const std::string changed = "The code has changed since this token was made";
  if (story.passed) {
    return changed +
           (result.diverged ? ": its schedule can not be followed any more. "
                            : ": its schedule does not fail any more. ") +
           "To see whether the test passes now, run it without " +
           kReplayVariable + ".\n";
  }
  if (result.diverged || LastKind(result) != token.plan.kind ||
      ShortHash(runtime->recorder.behaviour()) != token.behaviour) {
    return changed + "; as far as its schedule can be followed, this is what " +
           "happens now.\n";
  }
  const uint32_t source = SourceHash(story);
  if (source != token.source && source != 0 && token.source != 0) {
    return changed + ", but it still fails in the same way.\n";
  }
  return "This is the failure that the replay token stands for.\n";
}

Judgement JudgeAgain(const Token& token, void (*body)(void*), void* argument,
                     const Options& options) {
  Judgement judgement;
  judgement.outcome = Outcome::kFailed;
  const Result& result = ExploreAgain(body, argument, options, token.plan);
  const Story story = TellStory(result);
  judgement.text = Introduction(token, result, story);
  if (!story.passed) judgement.text += StoryAsText(story, kWidth);
  judgement.json = StoryAsJson(story);
  return judgement;
}

}  // namespace

Judgement JudgeTest(const std::string& name, void (*body)(void*),
                    void* argument, const Options& options) {
  const char* text = getenv(kReplayVariable);
  if (text == nullptr || text[0] == '\0') {
    return JudgeAnew(name, body, argument, options);
  }
  Judgement judgement;
  judgement.outcome = Outcome::kFailed;
  const auto token = std::make_unique<Token>();
  if (!DecodeToken(text, token.get())) {
    judgement.text = std::string(kReplayVariable) +
                     " is damaged: copy all of what the failure printed after "
                     "\"" +
                     kReplayVariable + "=\".\n";
    return judgement;
  }
  if (token->test != ShortHash(name)) {
    judgement.outcome = Outcome::kSkipped;
    judgement.text = std::string(kReplayVariable) +
                     " is the replay of another test than " + name + ".\n";
    judgement.is_replay_of_other = true;
    return judgement;
  }
  return JudgeAgain(*token, body, argument, options);
}

}  // namespace racefree::explore
