// Work that wants all cores but cannot be shared by threads (SDL, FreeType): a few processes of our own that take jobs by number until none is left.
//
// Order   : which worker takes which job is left to chance; answers are handed over by the number of their job, so that the result is not.
// Pre     : the caller runs no thread that holds a lock which workers need (fork); it has not used SDL.
// Errors  : a worker that cannot begin says why; one that crashes is an error of kind internal that names its job. The others end first.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace kiosk::author {

using Answer = std::function<void(std::string_view)>;
// Does a job in the worker; each answer is at most kMostAnswer bytes.
using Work = std::function<Result<void>(std::size_t job, const Answer& answer)>;

inline constexpr std::size_t kMostAnswer = 1u << 20;

struct Crew {
  std::size_t jobs = 0;
  unsigned workers = 0;                                               // 0: one a core
  std::function<Result<Work>()> begin;                                // in each worker, before its first job
  std::function<void(std::size_t job, std::string answer)> answered;  // in the caller, job by job from the first
  std::function<void(std::size_t done)> progress;                     // in the caller; may be empty
  std::function<std::string(std::size_t job)> name_of;                // for errors
};

Result<void> run(const Crew& crew);

}  // namespace kiosk::author
