#include "kiosk/sync/manifest_json.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"

namespace kiosk::sync {
namespace {

constexpr std::size_t kDepth = 8;  // a manifest nests three deep; later additions may nest a little more

// Calls back for each value, and keeps nothing but the manifest: nlohmann's tree with a callback takes time that grows with the square
// of the number of files.
class Reader final : public nlohmann::json_sax<Json> {
 public:
  Reader(std::string_view subject, const Limits& limits) : subject_(subject), limits_(limits) {}

  Result<Manifest> finish(bool parsed) {
    if (error_) return *error_;
    if (!parsed) return Error{ErrorKind::malformed, "is not JSON", subject_};
    for (const char* key : {"format", "pack", "version", "minimum_program", "files"})
      if (!head_.contains(key)) return Error{ErrorKind::malformed, std::string("has no \"") + key + "\"", subject_};
    if (!head_.contains("owner")) manifest_.owner = "local";
    return std::move(manifest_);
  }

  bool null() override { return odd(); }
  bool boolean(bool) override { return odd(); }
  bool number_integer(std::int64_t) override { return odd(); }  // negative
  bool number_float(double, const std::string&) override { return odd(); }
  bool binary(Json::binary_t&) override { return odd(); }

  // Plain digits, within 64 bits.
  bool number_unsigned(std::uint64_t number) override {
    if (in() == In::head && key_ == "format") {
      if (number == kManifestFormat) return true;
      return fail(ErrorKind::refused, "has format " + std::to_string(number) + "; this program reads format " + std::to_string(kManifestFormat));
    }
    if (in() != In::file || key_ != "size") return odd();
    file_.size = number;
    return true;
  }

  bool string(std::string& text) override {
    if (in() == In::head) {
      std::string* const field = key_ == "owner" ? &manifest_.owner : key_ == "pack" ? &manifest_.pack
                               : key_ == "version" ? &manifest_.version : key_ == "minimum_program" ? &manifest_.minimum_program : nullptr;
      if (!field) return odd();
      *field = std::move(text);
      return true;
    }
    if (in() != In::file || key_ == "size") return odd();
    if (key_ == "path") {
      file_.path = std::move(text);
    } else if (key_ == "sha256") {
      const auto digest = crypto::parse_digest(text);
      if (!digest) return fail(ErrorKind::malformed, "a file has no \"sha256\" of 64 lower-case hexadecimal digits");
      file_.sha256 = *digest;
    } else if (key_ == "type") {
      if (!is_media_type(text)) return fail(ErrorKind::malformed, "a file has no media type in \"type\"");
      file_.type = std::move(text);
    }
    return true;
  }

  bool start_object(std::size_t) override {
    if (in() == In::nothing) return open(In::head);
    if (in() != In::files) return odd() && open(In::other);
    if (manifest_.files.size() == limits_.files) return fail(ErrorKind::limit, "names too many files");
    file_ = {};
    return open(In::file);
  }

  bool start_array(std::size_t) override {
    if (in() == In::head && key_ == "files") return open(In::files);
    return odd() && open(In::other);
  }

  bool key(std::string& name) override {
    if (!open_.back().keys.insert(name).second) return fail(ErrorKind::malformed, "has the key \"" + printable(name) + "\" twice in one object");
    key_ = std::move(name);
    return true;
  }

  bool end_object() override {
    if (in() == In::head) head_ = std::move(open_.back().keys);
    if (in() == In::file) {
      for (const char* part : {"path", "size", "sha256", "type"})
        if (!open_.back().keys.contains(part)) return fail(ErrorKind::malformed, std::string("a file has no \"") + part + "\"");
      manifest_.files.push_back(file_);
    }
    open_.pop_back();
    return true;
  }

  bool end_array() override {
    open_.pop_back();
    return true;
  }

  bool parse_error(std::size_t byte, const std::string&, const Json::exception&) override {
    return fail(ErrorKind::malformed, "is not JSON, at byte " + std::to_string(byte));
  }

 private:
  // Where the next value stands.
  enum class In { nothing, head, files, file, other };
  struct Open {
    In in;
    std::set<std::string> keys;
  };

  In in() const { return open_.empty() ? In::nothing : open_.back().in; }

  bool open(In in) {
    if (open_.size() == kDepth) return fail(ErrorKind::limit, "is nested too deeply");
    open_.push_back({in, {}});
    return true;
  }

  // A value that is fine only where nobody asks for it: keys that later programs add.
  bool odd() {
    static constexpr std::array<std::string_view, 6> head{"format", "owner", "pack", "version", "minimum_program", "files"};
    static constexpr std::array<std::string_view, 4> file{"path", "size", "sha256", "type"};
    const auto known = [&](const auto& keys) { return std::find(keys.begin(), keys.end(), key_) != keys.end(); };
    switch (in()) {
      case In::nothing: return fail(ErrorKind::malformed, "is not a manifest");
      case In::files: return fail(ErrorKind::malformed, "\"files\" holds something that is not a file");
      case In::head: return !known(head) || fail(ErrorKind::malformed, "has another kind of value in \"" + key_ + "\"");
      case In::file: return !known(file) || fail(ErrorKind::malformed, "a file has another kind of value in \"" + key_ + "\"");
      case In::other: return true;
    }
    return false;
  }

  bool fail(ErrorKind kind, std::string message) {
    if (!error_) error_ = Error{kind, std::move(message), subject_};
    return false;
  }

  std::string subject_;
  const Limits& limits_;
  Manifest manifest_;
  File file_;
  std::string key_;
  std::vector<Open> open_;
  std::set<std::string> head_;  // keys that were there
  std::optional<Error> error_;
};

// The text as the characters that nlohmann's reader takes one by one.
class Characters {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;
    explicit Iterator(Characters* of = nullptr) : of_(of) {}
    const char& operator*() const { return of_->piece_.front(); }
    Iterator& operator++() { return of_->piece_.remove_prefix(1), *this; }
    // Two are different as long as the one that is not the end has more.
    bool operator==(const Iterator& other) const { return of_ == other.of_ || !(of_ ? of_ : other.of_)->more(); }

   private:
    Characters* of_;
  };

  Characters(const Pieces& text, std::string_view subject, const Limits& limits) : text_(text), subject_(subject), left_(limits.manifest_bytes) {}
  Iterator begin() { return Iterator(this); }
  Iterator end() { return Iterator(); }
  // Why the text ended before its end.
  const std::optional<Error>& error() const { return error_; }

 private:
  bool more() {
    if (!piece_.empty()) return true;
    if (ended_) return false;
    auto next = text_();
    if (!next) error_ = next.error();
    else if (next->size() > left_) error_ = Error{ErrorKind::limit, "is too large for a manifest", std::string(subject_)};
    else piece_ = *next;
    left_ -= piece_.size();
    ended_ = piece_.empty();
    return !ended_;
  }

  const Pieces& text_;
  std::string_view subject_;
  std::size_t left_;  // that may still come
  std::string_view piece_;
  bool ended_ = false;
  std::optional<Error> error_;
};

}  // namespace

Result<Manifest> read_manifest_json(const Pieces& text, std::string_view subject, const Limits& limits) {
  Reader reader(subject, limits);
  Characters characters(text, subject, limits);
  try {
    auto manifest = reader.finish(Json::sax_parse(characters.begin(), characters.end(), &reader));
    if (characters.error()) return *characters.error();
    return manifest;
  } catch (const Json::exception& e) {
    return Error{ErrorKind::malformed, std::string("is not JSON: ") + e.what(), std::string(subject)};
  }
}

bool is_media_type(std::string_view text) {
  if (text.size() > 64 || std::count(text.begin(), text.end(), '/') != 1 || text.front() == '/' || text.back() == '/') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-' || c == '/';
  });
}

std::string printable(std::string_view path) {
  std::string out;
  for (char c : path.substr(0, 200)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return utf8::find_ill_formed(out) ? "(not UTF-8)" : out;
}

}  // namespace kiosk::sync
