#include "checker/explore/report/token.h"

#include <cstddef>
#include <vector>

namespace racefree::explore {
namespace {

constexpr uint8_t kVersion = 1;
constexpr int kChecksumBytes = 3;
constexpr int kHashBytes = 3;
constexpr uint32_t kHashMask = 0xFFFFFF;
constexpr int kAlternatives = 4;
// Runs of the same choice up to this length need no byte of their own.
constexpr uint64_t kShortRun = 4;
const char kDigits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum Flag : uint8_t {
  kPassesRaces = 1,
  kWeakMemory = 2,
  kSpuriousWakeUps = 4,
  kOnlyWhenIdle = 8,
};

using Bytes = std::vector<uint8_t>;

// FNV-1a (G. Fowler, L. C. Noll and K.-P. Vo, 1991).
template <typename Iterator>
uint64_t Hash(Iterator begin, Iterator end) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (; begin != end; ++begin) {
    hash = (hash ^ static_cast<uint8_t>(*begin)) * 0x100000001B3u;
  }
  return hash;
}

void AddFixed(uint64_t value, int bytes, Bytes* to) {
  for (int i = 0; i < bytes; ++i) {
    to->push_back(static_cast<uint8_t>(value >> (8 * i)));
  }
}

// Seven bits a byte, the lowest first.
void AddNumber(uint64_t value, Bytes* to) {
  for (; value >= 128; value >>= 7) {
    to->push_back(static_cast<uint8_t>(value | 128));
  }
  to->push_back(static_cast<uint8_t>(value));
}

void AddPath(const Path& path, Bytes* to) {
  for (size_t i = 0; i < path.size();) {
    size_t end = i;
    while (end < path.size() && path[end] == path[i]) ++end;
    const uint64_t more = end - i - 1;
    const uint64_t shown = more < kShortRun ? more : kShortRun - 1;
    const uint64_t choice =
        static_cast<uint64_t>(path[i].thread) * kAlternatives +
        static_cast<uint64_t>(path[i].alternative);
    AddNumber(choice * kShortRun + shown, to);
    if (shown == kShortRun - 1) AddNumber(more - shown, to);
    i = end;
  }
}

// Reads what the functions above have written; what is missing reads as 0 and
// makes ok() false.
class Reader {
 public:
  Reader(const Bytes& bytes, size_t position)
      : bytes_(bytes), position_(position) {}

  uint64_t Fixed(int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; ++i) value |= uint64_t{Byte()} << (8 * i);
    return value;
  }

  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      const uint8_t byte = Byte();
      value |= uint64_t{byte & 127u} << shift;
      if (byte < 128) return value;
    }
    ok_ = false;
    return 0;
  }

  bool ok() const { return ok_; }
  bool at_end() const { return position_ == bytes_.size(); }

 private:
  uint8_t Byte() {
    if (at_end()) {
      ok_ = false;
      return 0;
    }
    return bytes_[position_++];
  }

  const Bytes& bytes_;
  size_t position_;
  bool ok_ = true;
};

bool ReadPath(Reader* reader, Path* path) {
  path->clear();
  while (reader->ok() && !reader->at_end()) {
    const uint64_t value = reader->Number();
    uint64_t count = value % kShortRun + 1;
    if (count == kShortRun) count += reader->Number();
    const uint64_t choice = value / kShortRun;
    const uint64_t thread = choice / kAlternatives;
    if (thread >= kMaxThreads || count > kMaxPath - path->size()) return false;
    for (uint64_t i = 0; i < count; ++i) {
      path->push_back({static_cast<int8_t>(thread),
                       static_cast<int8_t>(choice % kAlternatives)});
    }
  }
  return reader->ok();
}

bool ReadChoicePoints(Reader* reader, Appearances::Numbers* numbers) {
  numbers->clear();
  uint64_t last = 0;
  for (uint64_t left = reader->Number(); left > 0; --left) {
    last += reader->Number();
    if (!reader->ok() || numbers->full()) return false;
    numbers->push_back(static_cast<uint32_t>(last));
  }
  return reader->ok();
}

std::string ToText(const Bytes& bytes) {
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    const size_t count = bytes.size() - i < 3 ? bytes.size() - i : 3;
    for (size_t j = 0; j < count; ++j) group |= uint32_t{bytes[i + j]} << 8 * j;
    for (size_t j = 0; j <= count; ++j) text += kDigits[group >> 6 * j & 63];
  }
  return text;
}

bool ToBytes(const std::string& text, Bytes* bytes) {
  const std::string digits = kDigits;
  for (size_t i = 0; i < text.size(); i += 4) {
    uint32_t group = 0;
    const size_t count = text.size() - i < 4 ? text.size() - i : 4;
    for (size_t j = 0; j < count; ++j) {
      const size_t digit = digits.find(text[i + j]);
      if (digit == std::string::npos) return false;
      group |= static_cast<uint32_t>(digit) << 6 * j;
    }
    AddFixed(group, static_cast<int>(count) - 1, bytes);
  }
  return true;
}

uint64_t Checksum(const Bytes& bytes) {
  return Hash(bytes.begin() + kChecksumBytes, bytes.end()) & kHashMask;
}

}  // namespace

uint32_t ShortHash(const std::string& text) {
  return static_cast<uint32_t>(Hash(text.begin(), text.end()) & kHashMask);
}

uint32_t ShortHash(uint64_t number) {
  return static_cast<uint32_t>((number ^ number >> 24 ^ number >> 48) &
                               kHashMask);
}

std::string EncodeToken(const Token& token) {
  const ReplayPlan& plan = token.plan;
  Bytes bytes(kChecksumBytes, 0);
  AddFixed(kVersion, 1, &bytes);
  AddFixed(token.test, kHashBytes, &bytes);
  AddFixed(token.behaviour, kHashBytes, &bytes);
  AddFixed(token.source, kHashBytes, &bytes);
  AddFixed(static_cast<uint64_t>(plan.kind), 1, &bytes);
  const int flags = (plan.passes_races ? kPassesRaces : 0) |
                    (plan.weak_memory ? kWeakMemory : 0) |
                    (plan.spurious_wake_ups ? kSpuriousWakeUps : 0) |
                    (plan.time == TimeModel::kWhenIdle ? kOnlyWhenIdle : 0);
  AddFixed(static_cast<uint64_t>(flags), 1, &bytes);
  AddNumber(plan.choice_points.size(), &bytes);
  uint32_t last = 0;
  for (uint32_t number : plan.choice_points) {
    AddNumber(number - last, &bytes);
    last = number;
  }
  AddPath(plan.path, &bytes);
  const uint64_t checksum = Checksum(bytes);
  for (int i = 0; i < kChecksumBytes; ++i) {
    bytes[static_cast<size_t>(i)] = static_cast<uint8_t>(checksum >> (8 * i));
  }
  return ToText(bytes);
}

bool DecodeToken(const std::string& text, Token* token) {
  Bytes bytes;
  if (!ToBytes(text, &bytes) || bytes.size() < kChecksumBytes) return false;
  // Only as it was printed.
  if (ToText(bytes) != text) return false;
  Reader reader(bytes, 0);
  if (reader.Fixed(kChecksumBytes) != Checksum(bytes)) return false;
  if (reader.Fixed(1) != kVersion) return false;
  token->test = static_cast<uint32_t>(reader.Fixed(kHashBytes));
  token->behaviour = static_cast<uint32_t>(reader.Fixed(kHashBytes));
  token->source = static_cast<uint32_t>(reader.Fixed(kHashBytes));
  ReplayPlan& plan = token->plan;
  plan.kind = static_cast<FindingKind>(reader.Fixed(1));
  const uint64_t flags = reader.Fixed(1);
  plan.passes_races = (flags & kPassesRaces) != 0;
  plan.weak_memory = (flags & kWeakMemory) != 0;
  plan.spurious_wake_ups = (flags & kSpuriousWakeUps) != 0;
  plan.time =
      (flags & kOnlyWhenIdle) != 0 ? TimeModel::kWhenIdle : TimeModel::kAnyTime;
  return ReadChoicePoints(&reader, &plan.choice_points) &&
         ReadPath(&reader, &plan.path);
}

}  // namespace racefree::explore
