#include "kiosk/base/json.h"

#include <optional>
#include <string>
#include <vector>

namespace kiosk {
namespace {

// Builds the tree itself: nlohmann's own parser with a callback, the other way to see every key, takes time that grows with the square
// of an array's length.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  Builder(std::string_view subject, int max_depth) : subject_(subject), max_depth_(static_cast<std::size_t>(max_depth)) {}

  Result<Json> finish(bool parsed) {
    if (error_) return *error_;
    if (!parsed) return Error{ErrorKind::malformed, "is not JSON", subject_, "不是合法的 JSON"};
    return std::move(root_);
  }

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(std::int64_t value) override { return put(value); }
  bool number_unsigned(std::uint64_t value) override { return put(value); }
  bool number_float(double value, const std::string&) override { return put(value); }
  bool string(std::string& value) override { return put(std::move(value)); }
  bool binary(Json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    auto& object = open_.back()->get_ref<Json::object_t&>();
    const auto [at, is_new] = object.try_emplace(name);
    if (!is_new) return fail(ErrorKind::malformed, "has the key \"" + name + "\" twice in one object");
    slot_ = &at->second;
    return true;
  }

  bool parse_error(std::size_t byte, const std::string&, const Json::exception&) override {
    return fail(ErrorKind::malformed, "is not JSON, at byte " + std::to_string(byte));
  }

 private:
  // Where the next value goes; a pointer stays good while its value is open, since only the innermost container grows.
  Json* place(Json value) {
    if (open_.empty()) return &(root_ = std::move(value));
    if (open_.back()->is_object()) return &(*slot_ = std::move(value));
    return &open_.back()->get_ref<Json::array_t&>().emplace_back(std::move(value));
  }
  bool put(Json value) { return place(std::move(value)) != nullptr; }

  bool open(Json container) {
    if (open_.size() == max_depth_) return fail(ErrorKind::limit, "is nested too deeply");
    open_.push_back(place(std::move(container)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  bool fail(ErrorKind kind, std::string message) {
    if (!error_) error_ = Error{kind, std::move(message), subject_};
    return false;
  }

  std::string subject_;
  std::size_t max_depth_;
  Json root_;
  std::vector<Json*> open_;
  Json* slot_ = nullptr;
  std::optional<Error> error_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view subject, int max_depth) {
  Builder builder(subject, max_depth);
  try {
    return builder.finish(Json::sax_parse(text.begin(), text.end(), &builder));
  } catch (const Json::exception& e) {
    return Error{ErrorKind::malformed, std::string("is not JSON: ") + e.what(), std::string(subject), "不是合法的 JSON"};
  }
}

std::string to_text(const OrderedJson& json, int indent) { return json.dump(indent, ' ', false, OrderedJson::error_handler_t::replace) + "\n"; }

}  // namespace kiosk
