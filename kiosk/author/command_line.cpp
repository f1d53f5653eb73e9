#include "kiosk/author/command_line.h"

#include <CLI/CLI.hpp>
#include <map>

#include "kiosk/base/suggest.h"

namespace kiosk::author {
namespace {

// The name before the first ':' or blank of a message of CLI11: "--now: 1 required …", "folder is required".
std::string first_word(const std::string& message) { return message.substr(0, message.find_first_of(": ")); }

std::string nearest_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) names.push_back(sub->get_name());
  const std::vector<std::string_view> known(names.begin(), names.end());
  return std::string(nearest_word(std::string_view(word).substr(0, 64), known));
}

// The first argument that nobody took.
std::string left_over(const CLI::App& app) {
  const std::vector<std::string> rest = app.remaining(true);
  return rest.empty() ? std::string() : rest.front().substr(0, 80);
}

}  // namespace

void translate_help(CLI::App& app, Language language) {
  if (language == Language::en) return;
  for (const auto& [english, chinese] : std::map<std::string, std::string>{{"Usage", "用法"},
                                                                           {"OPTIONS", "选项"},
                                                                           {"SUBCOMMAND", "命令"},
                                                                           {"SUBCOMMANDS", "命令"},
                                                                           {"Positionals", "参数"},
                                                                           {"Options", "选项"},
                                                                           {"Subcommands", "命令"},
                                                                           {"REQUIRED", "（必填）"},
                                                                           {"TEXT", "文字"}})
    app.get_formatter()->label(english, chinese);
  for (CLI::Option* option : app.get_options())
    if (option->get_group() == "Options") option->group("选项");
  app.get_help_ptr()->description("显示帮助");
  if (CLI::Option* version = app.get_version_ptr()) version->description("显示版本");
  for (CLI::App* sub : app.get_subcommands({})) translate_help(*sub, language);
}

Error explain(const CLI::App& app, const CLI::ParseError& error) {
  const std::string name = error.get_name(), message = error.what();
  const auto say = [&](const std::string& chinese) { return Error{ErrorKind::usage, message, {}, chinese}; };
  if (dynamic_cast<const CLI::ExtrasError*>(&error) || app.get_subcommands().empty()) {
    const std::string word = left_over(app);
    if (word.empty()) return {ErrorKind::usage, "a command is missing; --help lists them", {}, "没有写命令；用 --help 查看有哪些命令"};
    const std::string nearest = app.get_subcommands().empty() ? nearest_command(app, word) : "";
    if (!nearest.empty())
      return {
          ErrorKind::usage, "there is no “" + word + "”; did you mean `" + nearest + "`?", {}, "没有“" + word + "”；是否应为 `" + nearest + "`？"};
    return {ErrorKind::usage, "“" + word + "” is not expected here; --help says what is", {}, "此处不应有“" + word + "”；用法见 --help"};
  }
  if (name == "RequiredError") return say("缺少“" + first_word(message) + "”；用法见 --help");
  if (name == "ArgumentMismatch") return say("“" + first_word(message) + "”后面的值缺少或太多；用法见 --help");
  if (name == "ConversionError" || name == "ValidationError") return say("“" + first_word(message) + "”的值不对；用法见 --help");
  if (name == "ExcludesError" || name == "RequiresError") return say("“" + first_word(message) + "”不能这样与其他选项搭配；用法见 --help");
  return say("命令写法不对；用法见 --help");
}

}  // namespace kiosk::author
