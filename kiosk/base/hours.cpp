#include "kiosk/base/hours.h"

#include <algorithm>

namespace kiosk {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

const Spans kNone;
const Spans kWholeDay{{0, kDayMinutes}};

local_days day_of(LocalTime at) { return std::chrono::floor<days>(at); }

std::optional<int> clock_minutes(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  const auto digits = [](std::string_view part) -> std::optional<int> {
    int value = 0;
    for (const char c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const auto hour = digits(text.substr(0, colon)), minute = digits(text.substr(colon + 1));
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > kDayMinutes) return std::nullopt;
  return *hour * 60 + *minute;
}

}  // namespace

const Spans& spans_of(const Hours& hours, local_days day) {
  const Spans& usual = hours.usual.empty() ? kWholeDay : hours.usual;
  const auto exception = std::lower_bound(hours.exceptions.begin(), hours.exceptions.end(), day,
                                          [](const ExceptionalDay& e, local_days d) { return e.day < d; });
  if (exception != hours.exceptions.end() && exception->day == day) return exception->spans ? *exception->spans : usual;
  return hours.closed_days[std::chrono::weekday(day).c_encoding()] ? kNone : usual;
}

std::string clock_time(int minute) { return std::to_string(minute / 60) + (minute % 60 < 10 ? ":0" : ":") + std::to_string(minute % 60); }

bool Hours::always_open() const {
  return usual.empty() && exceptions.empty() && std::none_of(closed_days.begin(), closed_days.end(), [](bool closed) { return closed; });
}

bool is_open(const Hours& hours, LocalTime at) {
  const local_days day = day_of(at);
  const auto minute = std::chrono::floor<minutes>(at - day).count();
  const Spans& spans = spans_of(hours, day);
  return std::any_of(spans.begin(), spans.end(), [&](const Span& s) { return s.from <= minute && minute < s.to; });
}

std::optional<LocalTime> next_change(const Hours& hours, LocalTime at) {
  if (hours.always_open()) return std::nullopt;
  const bool now = is_open(hours, at);
  // Within a week without exceptions everything happens that ever will; each exception can hide one week's change.
  const local_days end = day_of(at) + days{8 + 7 * static_cast<int>(hours.exceptions.size())};
  // After the last exception a week is enough; but that exception may lie far ahead, and be the only change there is.
  const auto look_from = [&](local_days first, local_days last) -> std::optional<LocalTime> {
    for (local_days day = first; day <= last; day += days{1}) {
      const Spans& spans = spans_of(hours, day);
      // Midnight too: a day of other hours begins there.
      if (LocalTime{day} > at && is_open(hours, LocalTime{day}) != now) return LocalTime{day};
      for (const Span& span : spans)
        for (const int edge : {span.from, span.to})
          if (const LocalTime moment = LocalTime{day} + minutes{edge}; moment > at && is_open(hours, moment) != now) return moment;
    }
    return std::nullopt;
  };
  if (const auto found = look_from(day_of(at), end)) return found;
  for (const ExceptionalDay& exception : hours.exceptions)
    if (exception.day > end)
      if (const auto found = look_from(exception.day, exception.day + days{1})) return found;
  return std::nullopt;
}

Closure closure(const Hours& hours, LocalTime at) {
  const local_days day = day_of(at);
  const auto minute = std::chrono::floor<minutes>(at - day).count();
  const Spans& spans = spans_of(hours, day);
  const bool was = std::any_of(spans.begin(), spans.end(), [&](const Span& s) { return s.to <= minute; });
  const bool will = std::any_of(spans.begin(), spans.end(), [&](const Span& s) { return s.from > minute; });
  return was && will ? Closure::between : was ? Closure::after_closing : will ? Closure::before_opening : Closure::all_day;
}

std::optional<Span> parse_span(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = clock_minutes(text.substr(0, dash)), to = clock_minutes(text.substr(dash + 1));
  if (!from || !to || *from >= *to) return std::nullopt;
  return Span{*from, *to};
}

std::optional<unsigned> parse_weekday(std::string_view text) {
  const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), text);
  if (found == kWeekdays.end()) return std::nullopt;
  return static_cast<unsigned>(found - kWeekdays.begin());
}

std::string_view weekday_name(unsigned day) { return kWeekdays[day]; }

bool are_in_order(const Spans& spans) {
  return std::adjacent_find(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return b.from < a.to; }) == spans.end();
}

std::optional<ExceptionalDay> parse_exceptional_day(std::string_view text) {
  constexpr std::size_t kDate = 10;  // 2027-02-17
  if (text.size() < kDate + 2 || text[kDate] != ' ') return std::nullopt;
  const Result<LocalTime> date = parse_local_time(text.substr(0, kDate));
  if (!date) return std::nullopt;
  ExceptionalDay out{day_of(*date), std::nullopt};
  text.remove_prefix(kDate + 1);
  if (text == "open") return out;
  out.spans.emplace();
  if (text == "closed") return out;
  while (true) {
    const std::size_t space = text.find(' ');
    const auto span = parse_span(text.substr(0, space));
    if (!span || out.spans->size() == kMostSpans) return std::nullopt;
    out.spans->push_back(*span);
    if (space == std::string_view::npos) break;
    text.remove_prefix(space + 1);
  }
  if (!are_in_order(*out.spans)) return std::nullopt;
  return out;
}

}  // namespace kiosk
