#include "kiosk/sync/download.h"

#include <algorithm>
#include <utility>

namespace kiosk::sync {
namespace {

// So many failures without a success between them: the network is gone, not one file.
constexpr std::size_t kFailuresOfANetwork = 8;

// Whether another attempt can bring what this one did not.
bool may_work_later(ErrorKind kind) { return kind == ErrorKind::transient; }

// Whether the failure speaks of the bytes and not of the way that they came or of our disk.
bool is_about_content(ErrorKind kind) {
  return kind == ErrorKind::refused || kind == ErrorKind::malformed || kind == ErrorKind::limit;
}

}  // namespace

class Download::Piece final : public Transfer {
 public:
  Piece(Download& owner, std::uint32_t number) : owner_(owner), number_(number), file_(owner.files_[number]), resume_from_(owner.store_.part_size(file_)) {
    if (resume_from_ > file_.size) resume_from_ = 0;
  }

  std::string url() const override { return owner_.address_(file_); }
  std::string type() const override { return file_.type; }
  std::uint64_t max_bytes() const override { return file_.size; }
  std::uint64_t resume_from() const override { return resume_from_; }

  Result<void> begin(std::uint64_t offset) override {
    resumed_ = offset > 0;
    size_ = offset;
    sum_ = crypto::Sha256();
    if (resumed_) {
      auto sum = owner_.store_.hash_part(file_, offset);
      if (!sum) return sum.error();
      sum_ = *std::move(sum);
    }
    auto writer = owner_.store_.write_part(file_, resumed_ ? FileSystem::Open::append : FileSystem::Open::fresh);
    if (!writer) return writer.error();
    writer_ = *std::move(writer);
    return {};
  }

  Result<void> data(std::string_view bytes) override {
    if (auto done = writer_->write(bytes); !done) return done;
    sum_.update(bytes);
    size_ += bytes.size();
    owner_.count(bytes.size());
    return {};
  }

  // All has come: is it what the manifest promised?
  Result<void> verify() {
    const auto refuse = [&](std::string message) { return Error{ErrorKind::refused, std::move(message), url()}; };
    if (size_ != file_.size)
      return refuse("has " + std::to_string(size_) + " bytes; the manifest says " + std::to_string(file_.size));
    if (sum_.finish() != file_.sha256) return refuse("is not the file that the manifest names: its SHA-256 is another");
    auto done = writer_->seal();
    writer_.reset();
    return done;
  }

  bool resumed() const { return resumed_ || resume_from_ > 0; }
  std::uint32_t number() const { return number_; }
  const File& file() const { return file_; }

 private:
  Download& owner_;
  std::uint32_t number_;
  File file_;
  std::uint64_t resume_from_;
  bool resumed_ = false;
  std::uint64_t size_ = 0;
  crypto::Sha256 sum_;
  std::unique_ptr<FileWriter> writer_;
};

Result<void> Download::want(const FileList& files) {
  for (const std::uint32_t i : files.contents_beyond(files_))
    if (auto done = line_up(files[i]); !done) return done;
  return {};
}

Result<void> Download::line_up(const File& file) {
  if (store_.has_blob(file)) return {};
  progress_.bytes_total += file.size;
  ++progress_.files_total;
  // What an earlier run brought counts as done.
  std::uint64_t part = store_.part_size(file);
  if (part == file.size && part > 0) {
    auto sum = store_.hash_part(file, part);
    if (sum && sum->finish() == file.sha256) {
      ++progress_.files;
      progress_.bytes += part;
      return store_.accept_part(file);
    }
    if (auto done = store_.drop_part(file); !done) return done;
    part = 0;
  }
  if (part < file.size) progress_.bytes += part;
  waiting_.push_back(static_cast<std::uint32_t>(files_.size()));
  files_.push_back({"", file.size, file.sha256, file.type});
  return {};
}

const Error* Download::failure_of(const crypto::Digest& sha256) const {
  const auto it = given_up_.find(sha256);
  return it == given_up_.end() ? nullptr : &it->second;
}

std::uint64_t Download::take_gain() { return std::exchange(gain_, 0); }

void Download::start_round() {
  failures_in_a_row_ = 0;
  waiting_.insert(waiting_.begin(), failed_.begin(), failed_.end());
  failed_.clear();
}

std::unique_ptr<Transfer> Download::next() {
  if (waiting_.empty() || failures_in_a_row_ >= kFailuresOfANetwork) return nullptr;
  const std::uint32_t number = waiting_.front();
  waiting_.pop_front();
  ++requests_;
  return std::make_unique<Piece>(*this, number);
}

Result<void> Download::finished(std::unique_ptr<Transfer> transfer, Result<void> how) {
  Piece& piece = static_cast<Piece&>(*transfer);
  if (how) how = piece.verify();
  return settle(piece, how);
}

Result<void> Download::settle(Piece& piece, const Result<void>& how) {
  const File& file = piece.file();
  if (how) {
    failures_in_a_row_ = 0;
    ++progress_.files;
    ++files_received_;
    if (progressed_) progressed_(progress_);
    return store_.accept_part(file);
  }
  const ErrorKind kind = how.error().kind;
  if (may_work_later(kind)) {
    ++failures_in_a_row_;
    last_failure_ = how.error();
    failed_.push_back(piece.number());
    return {};
  }
  if (kind == ErrorKind::not_found) {
    given_up_.emplace(file.sha256, how.error());
    return {};
  }
  if (!is_about_content(kind) && kind != ErrorKind::io) return how;
  // Wrong bytes, or a partial file that cannot be used. Where it began with an older part, that part may be to blame: once more, whole.
  if (auto dropped = store_.drop_part(file); !dropped) return dropped;
  if (piece.resumed() && restarted_.insert(piece.number()).second) {
    progress_.bytes -= std::min(progress_.bytes, file.size);
    waiting_.push_front(piece.number());
    return {};
  }
  if (kind == ErrorKind::io) return how;
  // A server that cannot count its parts says nothing about the file: no verdict on the publication.
  const bool miscounts = restarted_.contains(piece.number()) && kind == ErrorKind::malformed;
  given_up_.emplace(file.sha256, miscounts ? Error{ErrorKind::transient, how.error().message, how.error().subject} : how.error());
  return {};
}

void Download::count(std::uint64_t bytes) {
  received_ += bytes;
  gain_ += bytes;
  progress_.bytes += bytes;
  if (progressed_) progressed_(progress_);
}

}  // namespace kiosk::sync
