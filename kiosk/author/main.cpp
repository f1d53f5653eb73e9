// kioskctl-pack: the curator's workshop. Also runs as `kioskctl pack`.
#include <CLI/CLI.hpp>
#include <iostream>

#include "kiosk/author/command.h"
#include "kiosk/author/command_line.h"
#include "kiosk/base/utf8.h"

namespace {

using namespace kiosk;
using namespace kiosk::author;

int run(int argc, char** argv) {
  const Language language = language_of_locale();
  CLI::App app(Bilingual{"The curator's workshop.", "策展人的工作台。"}.in(language), "kioskctl-pack");
  app.set_version_flag("--version", "kioskctl-pack " CHANGLANG_VERSION);
  app.require_subcommand(1);
  bool json = false;
  std::vector<std::pair<CLI::App*, std::unique_ptr<Command>>> commands;
  for (auto make : {make_new_command, make_import_command, make_build_command, make_check_command, make_diff_command, make_preview_command,
                    make_calendar_command, make_review_command, make_rules_command}) {
    std::unique_ptr<Command> command = make();
    CLI::App* sub = app.add_subcommand(std::string(command->name()), command->summary().in(language));
    sub->add_flag("--json", json, Bilingual{"Answer as one JSON document", "以一份 JSON 文档作答"}.in(language));
    command->declare(*sub, language);
    commands.emplace_back(sub, std::move(command));
  }
  app.add_subcommand("help", Bilingual{"Print this help.", "显示本帮助。"}.in(language));
  translate_help(app, language);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);
    const Error error = explain(app, e);
    std::cerr << "kioskctl-pack: " << utf8::plain_line(language == Language::en ? error.message : error.chinese) << std::endl;
    return static_cast<int>(ExitCode::usage);
  }
  for (const auto& [sub, command] : commands) {
    if (!sub->parsed()) continue;
    Console console(std::string(command->name()), language, json);
    const ExitCode code = command->run(console);
    console.finish(code);
    return static_cast<int>(code);
  }
  std::cout << app.help() << std::flush;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "kioskctl-pack: internal error: " << e.what() << std::endl;
    return static_cast<int>(kiosk::ExitCode::internal);
  }
}
