#include "kiosk/sync/file_list.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace kiosk::sync {

FileList::FileList(std::initializer_list<File> files) {
  for (const File& file : files) push_back(file);
}

File FileList::operator[](std::size_t i) const {
  const Record& record = records_[i];
  return {std::string(text(record.path)), record.size, record.sha256, std::string(text(record.type))};
}

FileList::Span FileList::keep(std::string_view text) {
  if (text.size() > std::numeric_limits<std::uint32_t>::max() - names_.size()) throw std::length_error("kiosk::sync::FileList");
  const Span span{static_cast<std::uint32_t>(names_.size()), static_cast<std::uint32_t>(text.size())};
  names_ += text;
  return span;
}

void FileList::push_back(const File& file) {
  const Span path = keep(file.path);
  auto type = std::find_if(types_.begin(), types_.end(), [&](Span span) { return text(span) == file.type; });
  if (type == types_.end()) {
    type = types_.begin() + static_cast<std::ptrdiff_t>(next_type_++ % types_.size());
    *type = keep(file.type);
  }
  records_.push_back({file.sha256, file.size, path, *type});
}

void FileList::sort_by_path() {
  std::sort(records_.begin(), records_.end(), [this](const Record& a, const Record& b) { return text(a.path) < text(b.path); });
}

std::vector<std::uint32_t> FileList::by_content() const {
  std::vector<std::uint32_t> order(size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
    const auto by_hash = sha256(a) <=> sha256(b);
    return by_hash != 0 ? by_hash < 0 : a < b;
  });
  return order;
}

std::vector<std::uint32_t> FileList::contents_beyond(const FileList& known) const {
  std::vector<std::uint32_t> fresh = by_content();
  const std::vector<std::uint32_t> old = known.by_content();
  const auto same = [this](std::uint32_t a, std::uint32_t b) { return sha256(a) == sha256(b); };
  fresh.erase(std::unique(fresh.begin(), fresh.end(), same), fresh.end());
  auto at = old.begin();  // both are in the order of hashes
  std::erase_if(fresh, [&](std::uint32_t i) {
    while (at != old.end() && known.sha256(*at) < sha256(i)) ++at;
    return at != old.end() && known.sha256(*at) == sha256(i);
  });
  std::sort(fresh.begin(), fresh.end());
  return fresh;
}

}  // namespace kiosk::sync
