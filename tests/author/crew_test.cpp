#include "kiosk/author/crew.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <vector>

namespace kiosk::author {
namespace {

// Ten jobs that answer with their number, but for what `work` does before.
Crew ten_jobs(std::vector<std::string>& answers, std::function<Result<void>(std::size_t)> before = {}) {
  Crew crew;
  crew.jobs = 10;
  crew.workers = 3;
  crew.begin = [before]() -> Result<Work> {
    return Work([before](std::size_t job, const Answer& answer) -> Result<void> {
      if (before)
        if (auto done = before(job); !done) return done;
      answer(std::to_string(job));
      return {};
    });
  };
  crew.answered = [&answers](std::size_t, std::string answer) { answers.push_back(std::move(answer)); };
  crew.name_of = [](std::size_t job) { return "job " + std::to_string(job); };
  return crew;
}

TEST(Crew, Answers_ComeInTheOrderOfJobs) {
  std::vector<std::string> answers;
  ASSERT_TRUE(run(ten_jobs(answers)));
  EXPECT_EQ(answers, (std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}));
}

TEST(Crew, WorkerThatIsKilled_IsAnErrorThatNamesItsJob) {
  std::vector<std::string> answers;
  const auto done = run(ten_jobs(answers, [](std::size_t job) -> Result<void> {
    if (job == 4) ::kill(::getpid(), SIGKILL);
    return {};
  }));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::internal);
  EXPECT_EQ(done.error().subject, "job 4");
}

TEST(Crew, JobThatFails_GivesItsErrorAsItWas) {
  std::vector<std::string> answers;
  const auto done = run(ten_jobs(answers, [](std::size_t job) -> Result<void> {
    if (job == 7) return Error{ErrorKind::limit, "too much", "page", "太多"};
    return {};
  }));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::limit);
  EXPECT_EQ(done.error().chinese, "太多");
}

TEST(Crew, WorkThatThrows_IsAnErrorThatNamesItsJob) {
  std::vector<std::string> answers;
  const auto done = run(ten_jobs(answers, [](std::size_t job) -> Result<void> {
    if (job == 2) throw std::runtime_error("no more paper");
    return {};
  }));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().subject, "job 2");
  EXPECT_EQ(done.error().message, "no more paper");
}

TEST(Crew, NothingToDo_IsDone) {
  std::vector<std::string> answers;
  Crew crew = ten_jobs(answers);
  crew.jobs = 0;
  EXPECT_TRUE(run(crew));
}

}  // namespace
}  // namespace kiosk::author
