// Settings, what the display says of itself, and what it has to show.
#include <sys/stat.h>

#include <algorithm>

#include "kiosk/base/clock.h"
#include "kiosk/base/crypto.h"
#include "kiosk/ctl/doctor_parts.h"
#include "kiosk/sync/limits.h"
#include "kiosk/sync/manifest.h"

namespace kiosk::ctl {
namespace {

constexpr std::chrono::seconds kSilent{180};  // the display writes each minute
constexpr std::chrono::hours kStale{7 * 24};  // without a sync that ended well

const char* const kAsRoot = "run kioskctl doctor as root";

bool is_hidden(const Error& error) { return error.kind == ErrorKind::io; }

// Says what is wrong with one pack of the current generation; nothing where every file is there as its signed manifest has it.
std::string fault_of(sync::FileSystem& files, unsigned generation, const sync::PackRecord& pack, std::size_t& count) {
  const std::string folder = "gen/" + std::to_string(generation) + "/packs/" + pack.owner + "/" + pack.pack + "/";
  if (pack.signed_by.empty()) return "nobody signed it";
  const auto text = files.read(folder + "manifest.json", sync::Limits{}.manifest_bytes);
  if (!text) return "its manifest cannot be read";
  if (crypto::hex(crypto::sha256(*text)) != pack.manifest_sha256) return "its manifest is not the one that was signed";
  const auto manifest = sync::parse_manifest(*text, pack.name());
  if (!manifest) return to_string(manifest.error());
  std::size_t wrong = 0;
  count = 0;
  for (const sync::File& file : manifest->files) {
    const auto entry = files.look(folder + std::string(file.path));
    ++count;
    wrong += !entry || entry->kind != sync::Entry::Kind::file || entry->size != file.size;
  }
  return wrong == 0 ? "" : std::to_string(wrong) + " of " + std::to_string(count) + " files are missing or cut";
}

}  // namespace

Check check_config(const Patient& p) {
  Findings f("configuration");
  for (const std::string& problem : p.loaded.problems) f.fail(problem, "edit " + p.config_file.string() + ": the display starts anew by itself once it is right");
  if (p.loaded && p.display && !p.display->settings.empty())
    f.warn("the display still uses the settings before these: " + p.display->settings, "wait until the slides play, then it starts anew by itself; or kioskctl restart");
  if (!p.loaded && p.display && !p.display->settings.empty()) f.ok("the display goes on with the last good settings");
  const auto owner = p.machine.owner(p.config_file);
  const auto kiosk = find_user(p.machine, "kiosk");
  if (owner && kiosk) {
    const bool readable = owner->user == kiosk->id ? owner->mode & S_IRUSR : owner->group == kiosk->group ? owner->mode & S_IRGRP : owner->mode & S_IROTH;
    if (!readable) f.fail("the display may not read " + p.config_file.string(), "chgrp kiosk " + p.config_file.string() + " && chmod 640 " + p.config_file.string());
    if (owner->mode & S_IWOTH || owner->user == kiosk->id) f.warn(p.config_file.string() + " can be changed by others than root", "chown root:kiosk " + p.config_file.string() + " && chmod 640 " + p.config_file.string());
  }
  if (p.loaded && p.config().record.empty())
    f.warn("[display] record is not set: crashes are not counted, and status knows nothing", "record = \"/var/lib/changlang/display\" under [display]");
  if (f.verdict() == Verdict::ok) f.ok(p.config_file.string() + " is valid" + (p.config().name.empty() ? "" : "; this screen is " + p.config().name));
  return f.done();
}

Check check_display(const Patient& p) {
  Findings f("display");
  if (!p.display) {
    const Error& error = p.display.error();
    if (is_hidden(error)) return f.warn(to_string(error), kAsRoot).done();
    if (p.is_active(kDisplayUnit) && error.kind != ErrorKind::usage) return f.fail("it runs and says nothing: " + to_string(error), "systemd-tmpfiles --create && kioskctl restart").done();
    return f.warn("unknown: " + to_string(error), "kioskctl restart; it says how it is within a minute").done();
  }
  const DisplayWords& d = *p.display;
  const auto age = p.machine.time() - d.time;
  const std::string what = d.screen.empty() ? "the failure screen" : d.screen;
  if (age > kSilent && p.is_active(kDisplayUnit))
    return f.fail("it runs, and has said nothing for " + age_text(static_cast<double>(age.count())), "kioskctl restart; where it comes back, look at disk and log").done();
  if (age > kSilent) return f.warn("it last said something " + age_text(static_cast<double>(age.count())) + " ago", "kioskctl restart").done();
  if (age < -kSilent) return f.warn("its last words are from the future: the clock went back", "see clock; then kioskctl restart").done();
  if (d.program != CHANGLANG_VERSION) f.warn("version " + d.program + " runs, " CHANGLANG_VERSION " is installed", "kioskctl restart");
  else f.ok("plays " + join(d.packs) + ", at " + what + ", said " + age_text(static_cast<double>(age.count())) + " ago");
  return f.done();
}

Check check_failure(const Patient& p) {
  Findings f("failures");
  const std::string kBook = "failure-codes.md in /usr/share/doc/changlang says what to do for each code; kioskctl log has the details";
  if (p.display && !p.display->failure.empty()) f.fail("the glass shows " + p.display->failure, kBook);
  // journalctl keeps its order: the last line is the newest.
  const auto lines = split(p.machine.answer({"journalctl", "--unit=kiosk.service", "--unit=kiosk-safe.service", "--grep=failure screen: code=", "--since=-7 days", "--lines=1",
                                             "--output=short-iso", "--quiet", "--no-pager"}), "\n");
  if (!lines.empty() && lines.back().find("code=") != std::string::npos) {
    const std::string& line = lines.back();
    f.warn("the last one, " + line.substr(0, line.find(' ')) + ": " + line.substr(line.find("code=") + 5), kBook);
  }
  const auto files = open_kept(p.machine, p.config().record, "[display] record");
  const auto text = files ? (*files)->read("starts.json", 64u << 10) : Result<std::string>(files.error());
  const auto json = text ? parse_json(*text, "starts.json") : Result<Json>(text.error());
  if (json && json->is_object() && json->contains("generations") && (*json)["generations"].is_array())
    for (const Json& one : (*json)["generations"]) {
      const auto count = [&](const char* key) { return one.is_object() && one.contains(key) && one[key].is_number_unsigned() ? one[key].get<std::uint64_t>() : 0; };
      if (count("crashes") > 0)
        f.warn("generation " + std::to_string(count("generation")) + " ended in a crash " + std::to_string(count("crashes")) + " times in a row", "kioskctl support-bundle; kioskctl rollback where it is the one that plays");
    }
  if (f.verdict() == Verdict::ok) f.ok("none for a week");
  return f.done();
}

Check check_content(const Patient& p) {
  Findings f("content");
  if (!p.config().pack.empty()) {
    const auto& pack = p.config().pack;
    if (p.machine.exists(pack / "pack.toml") || p.machine.exists(pack / "packs.json")) return f.ok("[display] pack: " + pack.string() + " (unsigned)").done();
    return f.fail("[display] pack: " + pack.string() + " holds no exhibition", "correct the path, or leave pack empty").done();
  }
  if (p.config().state.empty()) return f.ok("the exhibition that came with the program; no sync here").done();
  const auto files = open_kept(p.machine, p.config().state, "[sync] state");
  if (!files) return (is_hidden(files.error()) ? f.warn(to_string(files.error()), kAsRoot) : f.fail(to_string(files.error()), "systemd-tmpfiles --create")).done();
  // The store's folder may be shut to whoever asks: that is not the same as empty.
  if (const auto listed = (*files)->list(""); !listed) return f.warn(to_string(listed.error()), kAsRoot).done();
  const Content content = read_content(**files);
  if (!p.machine.exists(p.config().root) && !(*files)->look("trust/root.json")) {
    const std::string what = "nothing is trusted yet: " + p.config().root.string() + " is missing", mend = "install -m 644 1.root.json " + p.config().root.string() + " (from the coordinator)";
    // Without an address nobody waits for content: a stick may come, or not.
    if (p.config().url.empty()) f.warn(what, mend);
    else f.fail(what, mend);
  }
  if (!content.current) {
    const std::string come = p.config().url.empty() ? "kioskctl sync import /media/stick" : "kioskctl sync once";
    if ((*files)->look("current")) f.fail("current cannot be read", "kioskctl rollback, or " + come);
    else f.warn("nothing has come yet: the exhibition that came with the program plays", come);
    return f.done();
  }
  const std::string mend = "kioskctl sync scrub && " + std::string(p.config().url.empty() ? "kioskctl sync import /media/stick" : "kioskctl sync once");
  std::size_t all = 0;
  for (const sync::PackRecord& pack : content.current->packs) {
    std::size_t count = 0;
    if (const std::string fault = fault_of(**files, content.current->number, pack, count); !fault.empty()) f.fail(pack.name() + " " + pack.version + ": " + fault, mend);
    all += count;
  }
  if (f.verdict() == Verdict::ok)
    f.ok(describe_generation(*content.current) + (content.on_trial ? ", on trial" : "") + ", " + std::to_string(all) + " files as signed");
  if (content.pinned) f.warn("pinned: nothing new is taken", "kioskctl sync unpin");
  if (!content.bad.empty()) f.warn("refused before: " + content.bad.back().reason, "the curator publishes it mended; kioskctl sync status has the list");
  return f.done();
}

Check check_sync(const Patient& p) {
  Findings f("sync");
  if (p.config().state.empty()) return f.ok("none on this box").done();
  const auto files = open_kept(p.machine, p.config().state, "[sync] state");
  const auto last = files ? read_last_sync(**files) : Result<LastSync>(files.error());
  const bool fetches = !p.config().url.empty();
  if (!last && is_hidden(last.error())) return f.warn(to_string(last.error()), kAsRoot).done();
  if (!last && last.error().kind == ErrorKind::malformed) return f.warn(to_string(last.error()), "kioskctl sync once writes it anew").done();
  if (!last) return (fetches ? f.warn("never", "kioskctl sync once") : f.ok("never; content comes by kioskctl sync import")).done();
  const std::string when = "last " + last->time + " from " + last->source;
  if (last->exit == 1) f.fail(when + ": refused: " + last->error, "tell the coordinator: what is published is not signed as it must be; what plays stays");
  else if (last->exit == 4) f.fail(when + ": " + last->error, "see disk");
  else if (last->exit == 2) f.fail(when + ": " + last->error, "edit " + p.config_file.string() + " as it says");
  else if (last->exit != 0) f.warn(when + ": " + last->error, "check network and proxy; kioskctl sync once tries again now");
  else f.ok(when + ", well");
  const auto success = parse_utc_time(last->last_success);
  if (fetches && success && p.machine.time() - *success > kStale)
    f.warn("the last that ended well is " + age_text(static_cast<double>((p.machine.time() - *success).count())) + " ago", "systemctl status kiosk-sync.timer; kioskctl sync once");
  else if (!success && last->exit != 0) f.warn("none ever ended well", "kioskctl sync once");
  return f.done();
}

}  // namespace kiosk::ctl
