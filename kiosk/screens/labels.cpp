#include "kiosk/screens/labels.h"

#include <array>
#include <map>

namespace kiosk::screens {
namespace {

const LocalText& entry(Label label) {
  static const std::map<Label, LocalText> kWords{
      {Label::home, local_text("首页", "首頁", "Home")},
      {Label::back, local_text("返回", "返回", "Back")},
      {Label::previous_page, local_text("上一页", "上一頁", "Previous")},
      {Label::next_page, local_text("下一页", "下一頁", "Next")},
      {Label::next_story, local_text("下一篇", "下一篇", "Next story")},
      {Label::done, local_text("读完了", "讀完了", "Done")},
      {Label::previous_stop, local_text("上一站", "上一站", "Previous stop")},
      {Label::next_stop, local_text("下一站", "下一站", "Next stop")},
      {Label::text_size, local_text("字号", "字級", "Text size")},
      {Label::high_contrast, local_text("高对比", "高對比", "Contrast")},
      {Label::wheelchair, local_text("轮椅模式", "輪椅模式", "Wheelchair")},
      {Label::about, local_text("关于", "關於", "About")},
      {Label::route, local_text("路线", "路線", "Route")},
      {Label::touch_the_screen, local_text("轻触屏幕", "輕觸螢幕", "Touch the screen")},
      {Label::swipe_across, local_text("左右滑动，轻触一处走进去", "左右滑動，輕觸一處走進去", "Swipe across, and touch a place to enter")},
      {Label::swipe_up, local_text("上下滑动，轻触一处走进去", "上下滑動，輕觸一處走進去", "Swipe up, and touch a place to enter")},
      {Label::stories, local_text("故事", "故事", "Stories")},
      {Label::practical, local_text("参观须知", "參觀須知", "Before you visit")},
      {Label::hours_note, local_text("以馆方公告为准", "以館方公告為準", "The site’s own notice prevails")},
      {Label::verified_on, local_text("核对于", "核對於", "Checked on")},
      {Label::source, local_text("来源：", "來源：", "Source: ")},
      {Label::sources, local_text("资料来源", "資料來源", "Sources")},
      {Label::open_story, local_text("阅读故事", "閱讀故事", "Read the story")},
      {Label::you_are_here, local_text("您在这里", "您在這裡", "You are here")},
      {Label::minutes, local_text("分钟", "分鐘", "min")},
      {Label::to_next_stop, local_text("步行至下一站约", "步行至下一站約", "On foot to the next stop, about")},
      {Label::presented_by, local_text("主办", "主辦", "Presented by")},
      {Label::undertaken_by, local_text("承办", "承辦", "Organised by")},
      {Label::material, local_text("资料来源", "資料來源", "Sources of the material")},
      {Label::licence_text, local_text("文字许可", "文字授權", "Licence of the texts")},
      {Label::licence_pictures, local_text("图片许可", "圖片授權", "Licence of the pictures")},
      {Label::version, local_text("内容版本", "內容版本", "Version of the content")},
      {Label::corrections, local_text("更正", "更正", "Corrections")},
      {Label::no_corrections, local_text("暂无", "暫無", "None so far")},
      {Label::report, local_text("发现错误", "發現錯誤", "Found an error?")},
      {Label::map_number, local_text("审图号", "審圖號", "Map approval no.")},
      {Label::still_there, local_text("还在看吗？", "還在看嗎？", "Are you still there?")},
      {Label::returning_in, local_text("秒后回到开头", "秒後回到開頭", "seconds until it starts again")},
      {Label::go_on, local_text("继续", "繼續", "Continue")},
      {Label::shown_in_hans, local_text("简体原文", "簡體原文", "In Chinese only")},
      {Label::not_available, local_text("这一处暂时打不开", "這一處暫時打不開", "This cannot be shown at present")},
      {Label::not_available_more, local_text("工作人员会处理，请先看看别处。", "工作人員會處理，請先看看別處。", "The staff will see to it. Please look at another place meanwhile.")},
      {Label::withdrawn, local_text("此页内容已撤下", "此頁內容已撤下", "This page has been taken down")},
      {Label::withdrawn_more, local_text("内容正在更正，请先看看别处。", "內容正在更正，請先看看別處。", "It is being corrected. Please look at another place meanwhile.")},
      {Label::more_below, local_text("下面还有", "下面還有", "More below")},
      {Label::programme, local_text("活动", "活動", "Events")},
      {Label::no_events, local_text("近期没有活动", "近期沒有活動", "Nothing is planned at present")},
      {Label::lecture, local_text("宣讲", "宣講", "Lecture")},
      {Label::party_class, local_text("党课", "黨課", "Party class")},
      {Label::activity, local_text("活动", "活動", "Activity")},
      {Label::speaker, local_text("主讲：", "主講：", "Speaker: ")},
      {Label::place, local_text("地点：", "地點：", "Place: ")},
      {Label::cancelled, local_text("已取消", "已取消", "Cancelled")},
      {Label::open_today, local_text("今天开放", "今天開放", "Open today")},
      {Label::closed_today, local_text("今天闭馆", "今天閉館", "Closed today")},
      {Label::today, local_text("今天", "今天", "Today")},
      {Label::tomorrow, local_text("明天", "明天", "Tomorrow")},
      {Label::picture_taken, local_text("维护人员截取了画面", "維護人員擷取了畫面", "The staff took a picture of this screen")},
      {Label::guiding, local_text("讲解员模式", "導覽員模式", "Guide mode")},
      {Label::guiding_end, local_text("结束", "結束", "End")},
  };
  return kWords.at(label);
}

}  // namespace

const std::string& word(Label label, Language language) { return entry(label)[language]; }

const std::string& language_name(Language language, bool short_form) {
  static const std::array<std::string, 3> kLong{"简体", "繁體", "English"}, kShort{"简", "繁", "EN"};
  return (short_form ? kShort : kLong)[static_cast<std::size_t>(language)];
}

std::string day_name(std::chrono::local_days day, std::optional<std::chrono::local_days> today, Language language) {
  static const std::array<const char*, 7> kHan{"日", "一", "二", "三", "四", "五", "六"};
  static const std::array<const char*, 7> kEnglish{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  static const std::array<const char*, 12> kMonths{"January", "February", "March",     "April",   "May",      "June",
                                                   "July",    "August",   "September", "October", "November", "December"};
  const std::chrono::year_month_day date(day);
  const unsigned weekday = std::chrono::weekday{day}.c_encoding();
  const std::string month = std::to_string(static_cast<unsigned>(date.month())), number = std::to_string(static_cast<unsigned>(date.day()));
  std::string name = language == Language::en ? std::string(kEnglish[weekday]) + " " + number + " " + kMonths[static_cast<unsigned>(date.month()) - 1]
                                              : month + "月" + number + "日　星期" + kHan[weekday];
  if (!today || day < *today || day > *today + std::chrono::days{1}) return name;
  return word(day == *today ? Label::today : Label::tomorrow, language) + (language == Language::en ? ", " : "　") + name;
}

std::string chinese_number(int n) {
  static const std::array<const char*, 13> kNumbers{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"};
  return n >= 0 && n < 13 ? kNumbers[static_cast<std::size_t>(n)] : std::to_string(n);
}

}  // namespace kiosk::screens
