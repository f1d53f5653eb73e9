// What curators made, as values: the pack's index, points, stories, routes. The format is content/FORMAT.md.
// Text offsets are bytes into the text that they stand beside.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"
#include "kiosk/content/when.h"

namespace kiosk::content {

enum class Mark : std::uint8_t { strong, emphasis, note };

// A stretch of text that is marked. For notes the stretch is the number as shown ("1", and ",2" where it follows another
// directly), `note` its place in Story::cited.
struct Span {
  std::size_t begin = 0, end = 0;
  Mark mark = Mark::strong;
  int note = -1;
};

// A part of a text that must not be broken across lines (names.toml).
struct Unbroken {
  std::size_t begin = 0, end = 0;
};

// A reading or gloss that stands beside a part of the text (ruby).
struct Annotation {
  std::size_t begin = 0, end = 0;
  std::string text;
};

// One paragraph or line after Markdown: plain text with marks.
struct RichText {
  std::string text;
  std::vector<Span> spans;        // ordered, not overlapping
  std::vector<Unbroken> unbroken; // ordered, not overlapping
  std::vector<Annotation> annotations;  // the same
  bool empty() const { return text.empty(); }
};

enum class PictureKind : std::uint8_t { illustration, photograph, document, map };

struct Picture {
  std::filesystem::path file;  // absolute, inside the pack, checked
  PictureKind kind = PictureKind::illustration;
  LocalText alt, caption, credit;
  Point focus{.5f, .5f};
  Size pixels;                 // as its header says; 0×0 for a drawing that does not
};
using PicturePtr = std::shared_ptr<const Picture>;

enum class BlockKind : std::uint8_t { paragraph, heading, quotation, attribution, bullet };

struct Block {
  BlockKind kind = BlockKind::paragraph;
  RichText text;
  int line = 0;  // in the story's file
};

enum class PageKind : std::uint8_t { cover, text, picture_text, full_picture, quotation, sources };

struct Page {
  PageKind kind = PageKind::text;
  RichText title;             // heading of the page; may be empty
  std::vector<Block> blocks;  // sources: one paragraph a source
  PicturePtr picture;         // may be null
  std::string caption;        // from the Markdown title; else the picture's own caption in the story's language
  int line = 0;
};

// A story in one language.
struct Story {
  std::string point, id;
  Language language = Language::hans;  // what it is written in; differs from what was asked for where a translation is missing
  RichText title;
  std::string summary;
  PicturePtr picture;                  // cover; may be null
  std::vector<Page> pages;             // cover first, sources last where anything is cited
  std::vector<std::string> cited;      // titles of the sources, in order of note number - 1
  std::size_t characters = 0;          // Han characters and words of all pages
};
using StoryPtr = std::shared_ptr<const Story>;

enum class PracticalKind : std::uint8_t { place, hours, admission, transport, contact, other };

struct Practical {
  PracticalKind kind = PracticalKind::other;
  LocalText text;
  LocalText source;         // title of the source; may be empty
  std::string verified_on;  // "2026-11-01" or empty
  std::optional<Hours> hours;                 // kind hours, where they are written as such: for "open today"
  std::vector<std::pair<std::chrono::local_days, LocalText>> exceptions;  // why a day is other than usual, in order
};

struct PointOfInterest {
  std::string id;
  LocalText title, slip, line;
  PicturePtr landmark, picture;  // may be null
  // By language, paragraphs; none where the language is missing: then 简体 is shown, with its own notes. Notes number
  // the point's own sources.
  std::array<std::vector<RichText>, kLanguages.size()> intro;
  std::array<std::vector<std::string>, kLanguages.size()> cited;
  std::vector<Practical> facts;
  std::vector<std::string> stories;  // ids, in order
};
using PointPtr = std::shared_ptr<const PointOfInterest>;

struct Stop {
  std::string id;
  LocalText title;
  std::array<RichText, kLanguages.size()> line;
  Point at;                    // 0..1
  int minutes_to_next = 0;     // 0: unknown
  std::string story;           // "POINT/STORY" or empty
  bool here = false;
};

struct Route {
  std::string id;
  LocalText title, line, note;
  bool loop = false;
  std::vector<Point> path;
  std::vector<Stop> stops;
  std::array<std::vector<std::string>, kLanguages.size()> cited;
};
using RoutePtr = std::shared_ptr<const Route>;

// What a slide that comes each year says in one of them: approved by people, never computed.
struct YearWording {
  int year = 0;
  LocalText title, line;
  std::string approved_by;
};

struct Slide {
  std::vector<PicturePtr> pictures;  // 1..3
  LocalText title, line;
  std::string about;                 // "POINT", "POINT/STORY[#PAGE]" or "routes/ROUTE"; may be empty
  When when;
  std::string playlist;              // id, or empty
  std::vector<YearWording> years;    // of a slide with `every`: it plays in no other year
  int file_line = 0;                 // in pack.toml
};

// Slides that play together at their time.
struct Playlist {
  std::string id;
  When when;
  bool only = false;  // at that time no other slides play
};

// A day on which the glass is grey: of mourning or remembrance.
struct MemorialDay {
  LocalText name;
  When when;
};

enum class EventKind : std::uint8_t { lecture, party_class, activity };

// programme.toml
struct Event {
  std::string id;
  EventKind kind = EventKind::activity;
  LocalTime begin, end;
  LocalText topic, place, speaker, note;  // speaker and note may be empty
  bool cancelled = false;
};

struct Correction {
  std::string date;
  LocalText text;
};

struct About {
  LocalText presented_by, undertaken_by, sources, text_licence, picture_licence, note, report;
  std::string report_url, map_number;
  std::vector<Correction> corrections;
};

// What pack.toml says: all that is read before the first frame.
// How many people must have read what is published (reviews.toml).
struct ReviewDemand {
  std::size_t reviewed = 0, approved = 0;
};

struct Index {
  std::string id, version, date, seal;
  LocalText title, subtitle;
  std::vector<Language> languages;
  std::vector<std::string> points, routes;
  About about;
  std::vector<Slide> slides;
  bool strict_sources = false;
  ReviewDemand review;
  std::vector<Playlist> playlists;
  std::vector<MemorialDay> memorial_days;
  std::vector<Event> events;  // of programme.toml, in the order of time
  std::vector<Size> screens;  // that build makes pictures ready for, in pixels; may be empty
};

// A parsed "POINT", "POINT/STORY#PAGE", "routes/ROUTE", with or without "PACK/" before it.
struct Address {
  enum class Kind { home, point, story, route, programme } kind = Kind::home;
  std::string pack, point, story, route;
  int page = 1;
  bool operator==(const Address&) const = default;
};

}  // namespace kiosk::content
