#include "kiosk/ctl/repo_command.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>

#include "kiosk/ctl/repo_session.h"

namespace kiosk::ctl {
namespace {

constexpr const char* kGuide = R"(A working repository in five commands:
  kioskctl repo init museum                             a new repository in the folder museum, with two keys: coordinator, online
  kioskctl repo key new wang                            a key for the curator Wang; wang.pub.json is for the coordinator
  kioskctl repo delegate add qingpu wang --repo museum  Wang may sign the packs of the memorial qingpu
  kioskctl repo sign OUT --repo museum                  sign a pack that `kioskctl pack build PACK -o OUT` made
  kioskctl repo publish --repo museum                   from now on kiosks see it
Any web server can offer the folder; a kiosk needs its address and museum/metadata/1.root.json ([sync] url and root).
How to hold keys, and what to do when one is lost: docs/repository.md.)";

}  // namespace

struct RepoCommand::Parts {
  RepoArguments arguments;
  CLI::App* top = nullptr;
  std::function<Result<void>(Session&)> action;

  // A command that does `what`, below `parent`.
  CLI::App* add(CLI::App* parent, const char* name, const char* description, Result<void> (Session::*what)()) {
    CLI::App* const command = parent->add_subcommand(name, description);
    command->callback([this, what] { action = [what](Session& session) { return (session.*what)(); }; });
    command->fallthrough();
    return command;
  }
  CLI::App* add(CLI::App* parent, const char* name, const char* description, std::function<Result<void>(Session&)> what) {
    CLI::App* const command = parent->add_subcommand(name, description);
    command->callback([this, what = std::move(what)] { action = what; });
    command->fallthrough();
    return command;
  }
};

RepoCommand::RepoCommand(CLI::App& program) : parts_(std::make_unique<Parts>()) {
  Parts& p = *parts_;
  RepoArguments& a = p.arguments;
  CLI::App* const top = p.top = program.add_subcommand("repo", "Sign what the screens show, and publish it.");
  top->footer(kGuide);
  top->require_subcommand(1);
  top->add_option("--repo", a.repo, "Folder of the repository (.)");
  top->add_option("--keys", a.keys, "Folder of key files (~/.config/changlang/keys)");
  top->add_option("--passphrase-file", a.passphrase_file, "Passphrase of the key, for a machine that nobody sits at (0600)");
  const auto signer = [&](CLI::App* command) { command->add_option("--as", a.as, "Key to sign with, where several here may"); };

  CLI::App* const init = p.add(top, "init", "Make a repository: the folder, the root of trust, and the keys that are missing.", &Session::init);
  init->add_option("dir", a.dir, "New folder")->required();
  init->add_option("--root", a.root_keys, "Root keys: names here, or .pub.json files of others (a new key \"coordinator\")");
  init->add_option("--root-threshold", a.root_threshold, "Signatures that a new root takes (1)");
  init->add_option("--targets", a.targets_keys, "Coordinators' keys, who add memorials (the root keys)");
  init->add_option("--targets-threshold", a.targets_threshold, "Signatures that adding a memorial takes (1)");
  init->add_option("--online", a.online, "Key that publishes (a new key \"online\")");

  CLI::App* const key = top->add_subcommand("key", "Keys of this machine.");
  key->require_subcommand(1)->fallthrough();
  p.add(key, "new", "Make a key; asks for its passphrase twice.", &Session::key_new)->add_option("name", a.name, "Whose: wang")->required();
  p.add(key, "list", "Names and ids of the keys here.", &Session::key_list);

  CLI::App* const delegate = top->add_subcommand("delegate", "Who may sign for which memorial.");
  delegate->require_subcommand(1)->fallthrough();
  CLI::App* const add = p.add(delegate, "add", "Add a memorial, or curators to one.", &Session::delegate_add);
  add->add_option("memorial", a.memorial, "Its name: qingpu")->required();
  add->add_option("key", a.people, "Curators' keys: names here, or .pub.json files")->required();
  add->add_option("--threshold", a.threshold, "Signatures that a publication takes: 1, or 2 (four eyes)")->check(CLI::Range(1, 2));
  CLI::App* const rm = p.add(delegate, "rm", "Remove a curator, or a memorial.", &Session::delegate_remove);
  rm->add_option("memorial", a.memorial, "Its name")->required();
  rm->add_option("key", a.name, "The curator's key; without it the memorial goes");
  CLI::App* const rotate = p.add(delegate, "rotate", "Replace a lost or stolen key in every memorial.", &Session::delegate_rotate);
  rotate->add_option("old", a.old_key, "The key that counts no more: its name, or the beginning of its id")->required();
  rotate->add_option("new", a.new_key, "The key in its place: a name here, or a .pub.json file")->required();
  p.add(delegate, "list", "Memorials and their curators.", &Session::delegate_list);
  for (CLI::App* each : {add, rm, rotate}) signer(each);

  CLI::App* const root = top->add_subcommand("root", "The root of trust: renew it, change who holds it.");
  root->require_subcommand(1)->fallthrough();
  CLI::App* const propose = p.add(root, "propose", "Propose the next root: renewed, or with other keys.", &Session::root_propose);
  auto* const old = propose->add_option("--replace", a.old_key, "Key to replace: its name, or the beginning of its id");
  auto* const with = propose->add_option("--with", a.new_key, "Key in its place")->needs(old);
  old->needs(with);
  auto* const role = propose->add_option("--role", a.role, "Role to give to other people: root, targets or online");
  auto* const people = propose->add_option("--people", a.people, "Their keys")->needs(role);
  role->needs(people);
  propose->add_option("--threshold", a.threshold, "Signatures that it takes (1)")->needs(role);
  propose->add_flag("--discard", a.discard, "Take the proposal back");
  signer(p.add(root, "sign", "Sign the proposed root.", &Session::root_sign));
  p.add(root, "publish", "Put the signed root in its place.", &Session::root_publish);

  CLI::App* const sign = p.add(top, "sign", "Sign built packs, or what waits for a second signature.", &Session::sign);
  sign->add_option("pack", a.packs, "Folders that `kioskctl pack build` made");
  sign->add_option("--role", a.role, "Memorial, where keys here sign for several");
  sign->add_option("--remove", a.drop, "Pack that leaves the walls");
  sign->add_flag("--renew", a.renew, "Sign the same again, for another year");
  signer(sign);

  CLI::App* const publish = p.add(top, "publish", "Make what is signed visible to kiosks.", [](Session& session) { return session.publish(false); });
  publish->add_option("--suspend", a.suspend, "Memorial that nobody can sign for: kiosks keep what they show of it");
  CLI::App* const withdraw = p.add(top, "withdraw", "Take lines down at once, everywhere; without a route: list what is down.", &Session::withdraw);
  withdraw->add_option("route", a.routes, "pack/point, pack/point/story or pack/point/story#page (1 is the cover)");
  withdraw->add_flag("--lift", a.lift, "They may be shown again");
  withdraw->add_option("--role", a.role, "Memorial, where several have a pack of this name");
  signer(withdraw);
  CLI::App* const notice = top->add_subcommand("notice", "Lines and pages that come and go by themselves: closed today.");
  notice->require_subcommand(1)->fallthrough();
  CLI::App* const notice_add = p.add(notice, "add", "Show a notice.", &Session::notice_add);
  notice_add->add_option("--from", a.from, "2026-11-23T09:00 (this machine's zone), or with Z (UTC); now");
  notice_add->add_option("--until", a.until, "When it goes")->required();
  notice_add->add_option("--text", a.texts, "zh-Hans=今日闭馆 (always), zh-Hant=…, en=…")->required();
  notice_add->add_flag("--page", a.page, "A page of its own, not a line");
  notice_add->add_option("--id", a.name, "Its id (the day and a number)");
  CLI::App* const notice_rm = p.add(notice, "rm", "Take a notice away.", &Session::notice_remove);
  notice_rm->add_option("id", a.name, "Its id")->required();
  for (CLI::App* each : {notice_add, notice_rm}) {
    each->add_option("--role", a.role, "Memorial, where keys here sign for several");
    signer(each);
  }
  p.add(notice, "list", "Notices of all memorials.", &Session::notice_list);
  const auto at_place = [&](CLI::App* command) {
    command->add_option("--user", a.user, "User of the WebDAV server; its password is asked for");
    command->add_option("--password-file", a.password_file, "Its password, for a machine that nobody sits at (0600)");
  };
  CLI::App* const push = p.add(top, "push", "Send what is signed to the folder or server that kiosks read, and publish it there.", &Session::push);
  push->add_option("place", a.place, "A folder, or the https address of a WebDAV folder (the one of the last time)");
  push->add_option("--suspend", a.suspend, "As of publish");
  push->add_option("--lock-wait", a.lock_wait_s, "Seconds to wait for others who publish there by WebDAV (30)");
  push->add_flag("--break-lock", a.break_lock, "The machine that publishes there was switched off");
  CLI::App* const pull = p.add(top, "pull", "Take over what others have signed or published there.", &Session::pull);
  pull->add_option("place", a.place, "As of push");
  pull->add_option("--root", a.root_file, "1.root.json that somebody you trust gave you: makes a new folder --repo DIR");
  for (CLI::App* each : {push, pull}) at_place(each);
  p.add(top, "export", "Copy what is published to a folder, a stick for instance, that kiosks can import.", &Session::export_to_stick)
      ->add_option("dir", a.dir, "Folder on the stick")->required();
  CLI::App* const prune = p.add(top, "prune", "Remove what nobody needs any more from this folder.", &Session::prune);
  prune->add_option("--keep-days", a.keep_days, "Keep what was superseded so recently: kiosks may still be fetching it (7)");
  prune->add_flag("--dry-run", a.only_count, "Only say how much it would be");
  p.add(top, "serve", "Offer the repository on this machine alone, to try it, until Ctrl+C.", &Session::serve)
      ->add_option("--port", a.port, "Of 127.0.0.1; 0: any (8000)");
  CLI::App* const screens = p.add(top, "screens", "What each screen shows now: reads the receipts that kiosks leave in a folder, or at an address.", &Session::screens);
  screens->add_option("place", a.place, "[sync] receipts of the kiosks; a server has to list it (nginx: autoindex_format json)")->required();
  screens->add_option("--known", a.known_file, "List of your kiosks, in each line an id (kioskctl sync status) and a name: others, and missing ones, are told");
  at_place(screens);
  p.add(top, "refresh", "Renew the timestamp (and the snapshot, when half of its life is over); for a daily timer.",
        [](Session& session) { return session.publish(true); });
  p.add(top, "verify", "Read the repository as a kiosk would, down to the last byte.", &Session::verify);
  p.add(top, "status", "What is published, until when, and what waits.", &Session::status);
}

RepoCommand::~RepoCommand() = default;

bool RepoCommand::is_meant() const { return parts_->top->parsed(); }

ExitCode RepoCommand::run() {
  Session session(parts_->arguments);
  const auto done = parts_->action(session);
  std::cout << std::flush;
  if (done) return ExitCode::done;
  std::cerr << "kioskctl repo: " << to_string(done.error()) << std::endl;
  return exit_code(done.error().kind);
}

}  // namespace kiosk::ctl
