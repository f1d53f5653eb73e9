// Errors that can happen are values: Result<T> holds either a T or an Error, in the shape of C++23's std::expected.
// An Error is logged once, by the code that decides what to do about it.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace kiosk {

// What kind of failure it is; decides exit codes and whether trying again can help.
enum class ErrorKind {
  usage,      // a command line or configuration that means nothing
  not_found,  // the thing named is not there
  malformed,  // bytes that do not follow their format
  limit,      // within the format, but larger than we allow
  refused,    // forbidden by a rule: paths out of a pack, wrong hash, wrong signature
  transient,  // may work later: network down, server busy, device away
  disk_full,  // no space left where we write
  busy,       // another process holds the lock
  io,         // the system said no: permissions, broken disk
  internal,   // a promise inside the program was broken
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;  // one sentence for a person: what is wrong and, where known, how to mend it
  std::string subject;  // what it is about: path, "file:line", URL; may be empty
  std::string chinese;  // the message in Chinese, where a curator may read it; else empty
};

// "subject: message", or the message alone.
inline std::string to_string(const Error& error) {
  return error.subject.empty() ? error.message : error.subject + ": " + error.message;
}

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  bool has_value() const { return state_.index() == 0; }

  T& value() & { assert(has_value()); return std::get<0>(state_); }
  const T& value() const& { assert(has_value()); return std::get<0>(state_); }
  T&& value() && { assert(has_value()); return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const { assert(!has_value()); return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_; }
  bool has_value() const { return !error_; }
  const Error& error() const { assert(error_); return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace kiosk
