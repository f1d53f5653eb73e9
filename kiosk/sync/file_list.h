// The files of a pack, small enough that 200,000 of them fit into a kiosk's memory beside everything else.
//
// Model : a record of 56 bytes a file; the names lie behind each other in one text, a media type once for the files that share it.
// Owns  : everything; the views that it hands out live until the list is changed or gone.
// Errors: std::length_error where the names together exceed 4 GiB, as of any container that cannot hold more.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/crypto.h"

namespace kiosk::sync {

struct File {
  std::string path;  // in the pack, "points/a/point.toml"
  std::uint64_t size = 0;
  crypto::Digest sha256{};
  std::string type;  // media type, "text/markdown"; a hint, never trusted
};

class FileList {
 public:
  FileList() = default;
  FileList(std::initializer_list<File> files);

  std::size_t size() const { return records_.size(); }
  bool empty() const { return records_.empty(); }
  // A file of its own, which outlives the list.
  File operator[](std::size_t i) const;
  std::string_view path(std::size_t i) const { return text(records_[i].path); }
  std::uint64_t file_size(std::size_t i) const { return records_[i].size; }
  const crypto::Digest& sha256(std::size_t i) const { return records_[i].sha256; }

  void push_back(const File& file);
  void sort_by_path();

  // The files' numbers, those with the same content behind each other: by hash, then by number.
  std::vector<std::uint32_t> by_content() const;
  // The numbers, in order, of the files whose content neither `known` has nor an earlier file.
  std::vector<std::uint32_t> contents_beyond(const FileList& known) const;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = File;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = File;
    Iterator(const FileList& list, std::size_t at) : list_(&list), at_(at) {}
    File operator*() const { return (*list_)[at_]; }
    Iterator& operator++() { return ++at_, *this; }
    Iterator operator++(int) { return {*list_, at_++}; }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const FileList* list_;
    std::size_t at_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

 private:
  struct Span {
    std::uint32_t at = 0, size = 0;  // bytes in names_
  };
  struct Record {
    crypto::Digest sha256{};
    std::uint64_t size = 0;
    Span path, type;
  };
  std::string_view text(Span span) const { return std::string_view(names_).substr(span.at, span.size); }
  Span keep(std::string_view text);

  std::deque<Record> records_;  // grows without a second copy
  std::string names_;
  std::array<Span, 16> types_{};  // written last; a pack has fewer kinds of file, and where it has more, some are written again
  std::size_t next_type_ = 0;
};

}  // namespace kiosk::sync
