#include "notice/engine.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <set>

#include "tests/support/slow_clusterer.h"

namespace hb::notice {
namespace {

constexpr int64_t kDay = 86400;

Condition condition(std::string_view text) { return *parse_condition(text); }

Options options() {
  Options o;
  o.harms = {{"hospitalised", "有人住院", "", {"住院", "送医院"}, {}}, {"ill", "有人身体不适", "", {"呕吐"}, {}}};
  o.grades = {{Grade::serious,
               {condition("harm:ill"), condition("voices >= 15 and growth >= 3"), condition("publishers >= 5"),
                condition("repeat >= 2")}},
              {Grade::critical, {condition("harm:hospitalised"), condition("voices >= 50 and growth >= 4")}}};
  o.places = {{"wangjiang-pier", {"望江码头", "望江海鲜码头"}}};
  return o;
}

/// Feeds an engine; authors stay here.
class Desk {
 public:
  explicit Desk(Options o = options()) : engine(std::move(o)) {}

  struct Said {
    std::string text;
    std::string author = "";
    std::string publisher = "forum";
    int64_t at = 0;
    std::vector<std::string> places = {};
    std::string thread = "";
    bool reply = false;
  };

  Verdict hear(const Said& said) {
    const auto folded = text::fold(said.text);
    const int64_t id = ++last_;
    return engine.decide({.id = {id},
                          .publisher = said.publisher,
                          .published_at = {1772500000 + said.at},
                          .text = folded,
                          .places = said.places,
                          .thread = said.thread,
                          .reply = said.reply},
                         [&](IssueId issue) {
                           voices_[issue].insert(said.author.empty() ? std::to_string(id) : said.author);
                           return static_cast<int>(voices_[issue].size());
                         });
  }

  Engine engine;

 private:
  int64_t last_ = 0;
  std::map<IssueId, std::set<std::string>> voices_;
};

bool has(const Verdict& v, Reason::Code code) {
  return std::any_of(v.reasons.begin(), v.reasons.end(), [&](const Reason& r) { return r.code == code; });
}

const std::string kCanteen =
    "我家娃在东城第三小学读二年级，中午在学校食堂吃的凉拌鸡丝，不到两个钟头就肚子疼，老师打电话叫我去接";
const std::string kCanteenToo =
    "东城第三小学食堂今天中午的凉拌鸡丝有问题，我家孩子吃完也肚子疼，班里好几个同学都被家长接走了";
const std::string kEastPier = "东湖码头买的三斤基围虾回家一称只有两斤二两，摊主的秤做了手脚，缺斤少两太过分了";
const std::string kWestPier = "西湖码头买的三斤基围虾回家一称只有两斤三两，摊主的秤做了手脚，缺斤少两太过分了";

TEST(Engine, headlines_of_one_event_that_share_few_words_pair_by_pair_come_together) {
  Desk desk;
  const auto first = desk.hear({"Metro-North worker killed by train in Harlem"});
  desk.hear({"US stocks fall as commodity shares lead drop on China"});
  EXPECT_EQ(desk.hear({"Metro-North railroad worker struck and killed by Harlem train"}).issue, first.issue);
  EXPECT_EQ(desk.hear({"Railroad employee struck by Metro-North train identified"}).issue, first.issue);
  EXPECT_EQ(desk.hear({"Employee struck on railroad tracks identified as Yonkers man"}).issue, first.issue);
  EXPECT_NE(desk.hear({"Chinese exports drop as commodity demand slows"}).issue, first.issue);
}

TEST(Engine, posts_about_one_matter_come_together_with_the_reason) {
  Desk desk;
  const auto first = desk.hear({kCanteen});
  const auto second = desk.hear({kCanteenToo, "", "qa", 3600});
  EXPECT_EQ(first.joined, Joined::fresh);
  EXPECT_EQ(second.joined, Joined::automatic);
  EXPECT_EQ(second.issue, first.issue);
  ASSERT_TRUE(has(second, Reason::Code::same_matter));
  EXPECT_NE(words(second.reasons[0], Lang::zh).find("凉拌鸡丝"), std::string::npos);
  EXPECT_TRUE(has(second, Reason::Code::name_agrees));
  EXPECT_EQ(desk.engine.issue_size(first.issue), 2u);
}

TEST(Engine, the_same_trouble_at_another_place_stays_apart_and_is_shown_to_a_person) {
  Desk desk;
  const auto east = desk.hear({kEastPier});
  const auto west = desk.hear({kWestPier, "", "forum", 3600});
  EXPECT_NE(west.issue, east.issue);
  EXPECT_EQ(west.joined, Joined::fresh);
  EXPECT_EQ(west.suggested, std::vector<IssueId>{east.issue});
  EXPECT_TRUE(has(west, Reason::Code::name_conflicts));
}

TEST(Engine, places_given_by_the_caller_keep_apart_as_names_do) {
  const std::string text = "食堂的饭菜里吃出钢丝球，找后勤反映了三次都没人管，希望有关部门查一查";
  Desk desk;
  const auto one = desk.hear({text + "，太吓人", "", "forum", 0, {"330102"}});
  const auto other = desk.hear({text + "，真恶心", "", "forum", 60, {"330106"}});
  const auto again = desk.hear({text + "，气死了", "", "forum", 120, {"330106003"}});
  EXPECT_NE(one.issue, other.issue);
  EXPECT_EQ(other.issue, again.issue);
  EXPECT_EQ(other.place, "330106");
}

TEST(Engine, a_place_of_the_agency_is_known_by_any_of_its_names) {
  Desk desk;
  const auto v = desk.hear({"周末去望江海鲜码头，梭子蟹四斤六两复秤只有三斤五两，里面还绑着橡皮筋和水"});
  EXPECT_EQ(v.place, "wangjiang-pier");
}

TEST(Engine, one_post_about_hospital_is_critical_before_any_volume) {
  Desk desk;
  const auto v = desk.hear({kCanteen + "，现在已经住院观察"});
  EXPECT_EQ(v.grade, Grade::critical);
  EXPECT_EQ(v.harms, std::vector<std::string>{"hospitalised"});
  ASSERT_EQ(v.alarms.size(), 1u);
  EXPECT_EQ(v.alarms[0].kind, Alarm::Kind::grade);
  EXPECT_EQ(words(v.alarms[0].why, Lang::en), "grade proposed: critical (harm:hospitalised)");
}

TEST(Engine, an_alarm_is_given_once_and_a_grade_never_falls_by_itself) {
  Desk desk;
  (void)desk.hear({kCanteen + "，现在已经住院观察"});
  const auto later = desk.hear({kCanteenToo, "", "forum", 3600});
  EXPECT_EQ(later.grade, Grade::critical);
  EXPECT_TRUE(later.alarms.empty());
}

TEST(Engine, short_texts_join_only_with_a_name_in_common) {
  Desk desk;
  EXPECT_NE(desk.hear({"退卡退钱骗子"}).issue, desk.hear({"退卡退钱骗子"}).issue);
  EXPECT_NE(desk.hear({"食堂的饭有虫子"}).issue, desk.hear({"食堂的饭有虫子吧"}).issue);
  EXPECT_EQ(desk.hear({"力健健身房跑路"}).issue, desk.hear({"力健健身房跑路了"}).issue);
  EXPECT_NE(desk.hear({"缺斤少两", "", "forum", 0, {"330102"}}).issue,
            desk.hear({"缺斤少两", "", "forum", 0, {"330106"}}).issue);
}

TEST(Engine, copies_are_one_text_and_no_voices) {
  Desk desk;
  const auto first = desk.hear({kEastPier, "甲"});
  for (int i = 0; i < 60; ++i) {
    const std::string mark = i % 2 == 0 ? "" : "【转】";
    const auto copy = desk.hear({mark + kEastPier, "路人" + std::to_string(i), "site" + std::to_string(i), 60 + i});
    EXPECT_EQ(copy.joined, Joined::same_text);
    EXPECT_EQ(copy.same_text_as, PostId{1});
    EXPECT_EQ(copy.issue, first.issue);
    EXPECT_EQ(copy.grade, Grade::routine);
    EXPECT_TRUE(copy.alarms.empty());
  }
  EXPECT_EQ(desk.engine.issue_size(first.issue), 1u);
}

TEST(Engine, a_repost_is_a_copy_though_it_was_cut_and_has_words_around_it) {
  const std::string told =
      "下班在人民路惠邻鲜买的溪牧鲜奶，货架最前面那排，买二送一。回家倒出来才发现送的那盒是二月底到期的。去店里换，"
      "店员说送的不算卖。";
  for (const std::string& repost : {"【转】大家看一眼冰箱！" + told, "据网友反映，" + told + "（给没看到的邻居）",
                                    told.substr(0, told.size() * 2 / 3), "我也遇到过，太气人了//@路人：" + told}) {
    Desk desk;
    const auto first = desk.hear({"惠邻鲜卖过期牛奶，还是买二送一那种。" + told + "这是什么逻辑，谁来管管"});
    EXPECT_EQ(desk.hear({repost, "", "site", 60}).same_text_as, PostId{1}) << repost;
    EXPECT_EQ(desk.engine.issue_size(first.issue), 1u);
  }
  Desk desk;
  desk.hear({told});
  EXPECT_EQ(desk.hear({"下班在人民路惠邻鲜买的酸奶也过期了，货架最里面那排，店员只给退了一半的钱。", "", "site", 60})
                .same_text_as,
            PostId{});
  EXPECT_EQ(desk.hear({"便民信息：二手交易、房屋租售"}).same_text_as, PostId{});
  EXPECT_EQ(desk.hear({"便民信息：二手交易、房屋租售（三月一日）"}).same_text_as, PostId{}) << "a headline of a series";
}

TEST(Engine, a_repost_under_a_headline_of_its_own_and_an_advertisement_at_another_price_are_copies) {
  const std::string body =
      "南港自提，走心价。说明一下：去年从撤店的健身房收的，一点毛病没有，是我有毛病，买来挂衣服用了一年半，还算结实。";
  Desk desk;
  desk.hear({"出一台九成新的跑步机\n" + body + "800元"});
  EXPECT_EQ(desk.hear({"【顶】跑步机再降，今晚不要就送人了\n" + body + "650元", "", "qa", 60}).same_text_as, PostId{1});
  const std::string market = "城东批发市场今日蔬菜到货充足，整体价格平稳，品种之间有升有降，市民可以放心选购，";
  desk.hear({"市场早报\n" + market + "白菜3.2元，黄瓜41车，番茄528吨", "", "news", 120});
  EXPECT_EQ(desk.hear({"市场早报\n" + market + "白菜2.9元，黄瓜37车，番茄611吨", "", "news", 180}).same_text_as,
            PostId{})
      << "a bulletin of every day";
}

TEST(Engine, what_two_offices_write_of_one_event_comes_together) {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"央行：金融机构存款准备金率下调0.5个百分点", "央行宣布下调金融机构存款准备金率"},
      {"河源一化工厂仓库爆炸，已致三人受伤", "广东河源化工厂爆炸事故致3人受伤"},
      {"北京大学新增两个本科专业，今年开始招生", "北大新增两个本科专业今年招生"},
  };
  for (const auto& [a, b] : rows) {
    Desk desk;
    const auto first = desk.hear({a});
    EXPECT_EQ(desk.hear({b, "", "news", 60}).issue, first.issue) << a;
  }
}

TEST(Engine, the_same_news_of_another_town_or_country_is_another_event) {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"邯郸新增两例确诊病例，均为密切接触者", "通化新增两例确诊病例，详情公布"},
      {"乌克兰外长访问波兰会晤总统", "巴西外长访问智利会晤总统"},
  };
  for (const auto& [a, b] : rows) {
    Desk desk;
    const auto first = desk.hear({a});
    EXPECT_NE(desk.hear({b, "", "news", 60}).issue, first.issue) << a;
  }
}

TEST(Engine, two_complaints_of_one_kind_stay_apart_and_two_about_one_trouble_come_together) {
  const std::string mixer =
      "的业主，离小区不到一百米新建了搅拌站，夜里施工噪音很大，粉尘严重影响居民生活，请领导查处。";
  Desk desk;
  const auto bay = desk.hear({"投诉锦绣华庭旁边的搅拌站\n尊敬的领导：我是锦绣华庭" + mixer});
  EXPECT_NE(desk.hear({"碧水华庭旁的搅拌站扰民\n您好，我是碧水华庭" + mixer, "", "forum", 60}).issue, bay.issue);
  EXPECT_EQ(desk.hear({"锦绣华庭业主盼搬走搅拌站\n您好，锦绣华庭旁边的搅拌站凌晨还在生产，粉尘飘进家里，请领导管一管。",
                       "", "forum", 120})
                .issue,
            bay.issue);
  const auto wages =
      desk.hear({"鸿远建筑公司拖欠我们农民工工资，老板电话不接，请政府帮我们要回血汗钱", "", "forum", 180});
  EXPECT_NE(desk.hear({"宏业建筑公司拖欠我们农民工工资，老板电话不接，请领导帮我们要回血汗钱", "", "forum", 240}).issue,
            wages.issue);
}

TEST(Engine, a_short_reply_is_no_copy_for_the_title_of_its_thread) {
  const std::string title = "回答：怎么分辨鸭血是不是真的？城北农贸市场的视频看得我心慌\n";
  Desk desk;
  desk.hear({title + "烧不能分辨。真鸭血加热就是会变硬变韧，这叫蛋白质变性，得测基因，在家做不了。",
             "",
             "qa",
             0,
             {},
             "t053"});
  EXPECT_EQ(desk.hear({title + "谢谢，那我先不扔了，等正式检验结果", "", "qa", 60}).same_text_as, PostId{});
}

TEST(Engine, what_was_put_somewhere_stays_there_whatever_the_options_are_now) {
  Desk before;
  const auto first = before.hear({kCanteen});
  Options strict = options();
  strict.join = 0.999;
  strict.same_text = 1.1;
  Desk after(strict);
  const auto folded = text::fold(kCanteen);
  const auto hear_again = [&](int64_t id, PostId copy_of) {
    return after.engine.decide({.id = {id},
                                .publisher = "forum",
                                .published_at = {1772500000 + id},
                                .text = folded,
                                .issue = {7},
                                .same_text_as = copy_of},
                               [](IssueId) { return 0; });
  };
  EXPECT_EQ(hear_again(1, {}).issue, IssueId{7});
  EXPECT_EQ(hear_again(2, {1}).same_text_as, PostId{1});
  EXPECT_EQ(hear_again(3, {99}).same_text_as, PostId{}) << "what it copied has left the window";
  EXPECT_EQ(after.engine.issue_size({7}), 2u);
  const auto next = text::fold("南港码头的路灯坏了三天没人修，晚上走路很不安全，请尽快派人来看看。");
  EXPECT_EQ(after.engine
                .decide({.id = {4}, .publisher = "forum", .published_at = {1772500099}, .text = next},
                        [](IssueId) { return 1; })
                .issue,
            IssueId{8})
      << "no id is given twice";
  EXPECT_NE(first.issue, IssueId{7});
}

TEST(Engine, a_copy_that_adds_a_harm_is_a_text_of_its_own) {
  Desk desk;
  const auto first = desk.hear({kCanteen});
  const auto second = desk.hear({kCanteen + "，住院了"});
  EXPECT_EQ(second.issue, first.issue);
  EXPECT_EQ(second.joined, Joined::automatic);
  EXPECT_EQ(second.grade, Grade::critical);
}

TEST(Engine, a_publisher_counts_once) {
  Desk desk;
  const std::vector<std::string> endings = {"孩子受苦了", "家委会要个说法", "校长出来走两步", "承包公司是谁",
                                            "菜单拍照了"};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(
        desk.hear({kCanteenToo + endings[static_cast<size_t>(i)] + std::to_string(i * 7919), "", "news", i * 60}).grade,
        Grade::routine);
}

TEST(Engine, a_reply_stands_with_the_post_that_opened_its_thread) {
  Desk desk;
  const auto topic = desk.hear({kEastPier, "", "forum", 0, {}, "https://forum.example/t/1", false});
  const auto reply = desk.hear({"我也是！", "", "forum", 60, {}, "https://forum.example/t/1", true});
  const auto elsewhere = desk.hear({"我也是！", "", "forum", 90, {}, "https://forum.example/t/2", true});
  const auto other_pier = desk.hear({"西湖码头也这样", "", "forum", 90, {}, "https://forum.example/t/1", true});
  EXPECT_EQ(reply.issue, topic.issue);
  EXPECT_TRUE(has(reply, Reason::Code::same_thread));
  EXPECT_NE(elsewhere.issue, topic.issue);
  EXPECT_NE(other_pier.issue, topic.issue);
}

// DESIGN.md section 2.4: rank is harm, not tone.
TEST(Engine, being_rude_to_the_agency_raises_nothing) {
  Desk polite, rude;
  for (int i = 0; i < 20; ++i) {
    const std::string author = "a" + std::to_string(i % 5);
    const std::string matter = "政务服务中心登记许可窗口第" + std::to_string(i) + "次排队，材料说法每次都不一样";
    const auto a = polite.hear({matter + "，希望改进，辛苦了，谢谢各位工作人员的耐心", author, "forum", i * 600});
    const auto b = rude.hear({matter + "，一群饭桶，垃圾部门，狗官滚下台，不作为乱作为", author, "forum", i * 600});
    EXPECT_EQ(a.grade, b.grade);
    EXPECT_EQ(a.alarms.size(), b.alarms.size());
    EXPECT_EQ(b.grade, Grade::routine);
  }
}

TEST(Engine, growth_alarms_on_a_burst_and_once_a_day) {
  Desk desk;
  int alarms = 0;
  for (int i = 0; i < 30; ++i) {
    const auto v = desk.hear(
        {"第" + std::to_string(i) + "位家长：" + kCanteenToo + std::to_string(i * 7919), "", "forum", i * 600});
    for (const Alarm& a : v.alarms) alarms += a.kind == Alarm::Kind::growth ? 1 : 0;
  }
  EXPECT_EQ(alarms, 1);
}

TEST(Engine, growth_alarms_sooner_where_a_harm_is_named) {
  const auto alarms_at = [](const std::string& matter) {
    Desk desk;
    for (int i = 1; i <= 12; ++i) {
      const auto v =
          desk.hear({"第" + std::to_string(i) + "位家长：" + matter + std::to_string(i * 7919), "", "forum", i * 600});
      for (const Alarm& a : v.alarms)
        if (a.kind == Alarm::Kind::growth) return i;
    }
    return 0;
  };
  EXPECT_EQ(alarms_at("阳光小学食堂中午的菜有怪味，孩子回家就呕吐，班里好多同学都这样"), 4);
  EXPECT_EQ(alarms_at("阳光小学食堂中午的菜有怪味，孩子回家就说难吃，班里好多同学都这样"), 5);
}

// Each of another shop, so that no issue grows.
const std::vector<std::string> kSickInTown = {"昨晚在老城砂锅吃了鱼头煲，半夜开始呕吐，到现在都起不来床",
                                              "给孩子买了果然甜的草莓蛋糕，吃完没多久就呕吐，奶油闻着就不对",
                                              "公司团建订的福记盒饭，下午三个同事相继呕吐，剩下的都倒了",
                                              "楼下早餐铺的豆浆是馊的，老公喝了一口就呕吐，老板还说是豆子新",
                                              "湘江小馆的凉菜放到了晚上还在卖，我妈吃完呕吐，打电话没人接",
                                              "闺蜜从夜市带回来的烤生蚝，两个人都呕吐，一晚上跑了六趟厕所"};

/// Somebody listens for so long before.
void hear_talk(Desk& desk, int days = 8) {
  for (int day = 0; day < days; ++day)
    desk.hear({"第" + std::to_string(day * 7919) + "天，路边的樱花开了", "", "forum", (day - days) * kDay});
}

std::vector<std::pair<int, Reason>> place_alarms(const std::vector<Verdict>& verdicts) {
  std::vector<std::pair<int, Reason>> out;
  for (size_t i = 0; i < verdicts.size(); ++i)
    for (const Alarm& alarm : verdicts[i].alarms)
      if (alarm.why.code == Reason::Code::place_growth) out.emplace_back(static_cast<int>(i) + 1, alarm.why);
  return out;
}

TEST(Engine, a_harm_that_grows_in_a_district_alarms_though_no_issue_does) {
  Desk desk;
  hear_talk(desk);
  std::vector<Verdict> heard;
  std::set<IssueId> issues;
  for (size_t i = 0; i < kSickInTown.size(); ++i) {
    heard.push_back(desk.hear({kSickInTown[i], "", "forum", static_cast<int64_t>(i) * 3000, {"东城区"}}));
    issues.insert(heard.back().issue);
  }
  ASSERT_EQ(issues.size(), kSickInTown.size());
  const auto alarms = place_alarms(heard);
  ASSERT_EQ(alarms.size(), 1u) << "once a day, and not of everywhere as well";
  EXPECT_LE(alarms[0].first, 5);
  EXPECT_EQ(alarms[0].second.terms, (std::vector<std::string>{"东城区", "有人身体不适", "ill"}));
  EXPECT_EQ(alarms[0].second.number, alarms[0].first) << "all in issues of their own";
  EXPECT_NE(words(alarms[0].second, Lang::zh).find("东城区“有人身体不适”增多：6 小时内 "), std::string::npos);
}

TEST(Engine, a_harm_named_nowhere_in_particular_counts_for_everywhere) {
  Desk desk;
  hear_talk(desk);
  std::vector<Verdict> heard;
  for (size_t i = 0; i < kSickInTown.size(); ++i)
    heard.push_back(desk.hear({kSickInTown[i], "", "forum", static_cast<int64_t>(i) * 3000}));
  const auto alarms = place_alarms(heard);
  ASSERT_EQ(alarms.size(), 1u);
  EXPECT_EQ(alarms[0].second.terms[0], "");
  EXPECT_EQ(words(alarms[0].second, Lang::en).substr(0, 24), "everywhere: more of \"ill");
}

TEST(Engine, what_was_said_before_anybody_listened_is_not_taken_for_silence) {
  Desk desk;
  std::vector<Verdict> heard;
  for (size_t i = 0; i < kSickInTown.size(); ++i)
    heard.push_back(desk.hear({kSickInTown[i], "", "forum", static_cast<int64_t>(i) * 3000, {"东城区"}}));
  EXPECT_TRUE(place_alarms(heard).empty());
}

TEST(Engine, copies_and_what_is_told_already_do_not_make_a_harm_grow) {
  Desk copied;
  hear_talk(copied);
  std::vector<Verdict> heard;
  for (int i = 0; i < 30; ++i)
    heard.push_back(copied.hear({kSickInTown[static_cast<size_t>(i % 2)], "", "forum", i * 600, {"东城区"}}));
  EXPECT_TRUE(place_alarms(heard).empty());

  Desk one;
  hear_talk(one);
  heard.clear();
  for (int i = 0; i < 12; ++i)
    heard.push_back(one.hear({"第" + std::to_string(i) + "位家长：" + kCanteenToo + "，呕吐" + std::to_string(i * 7919),
                              "",
                              "forum",
                              i * 600,
                              {"东城区"}}));
  EXPECT_TRUE(place_alarms(heard).empty()) << "the issue's own growth tells of it";
}

TEST(Engine, a_harm_that_was_there_yesterday_at_these_hours_does_not_alarm_again) {
  Desk desk;
  hear_talk(desk);
  std::vector<Verdict> heard;
  for (int day = 0; day < 3; ++day)
    for (size_t i = 0; i < kSickInTown.size(); ++i)
      heard.push_back(desk.hear({kSickInTown[i] + "，第" + std::to_string(day * 7919) + "回了，真受不了这家",
                                 "",
                                 "forum",
                                 day * kDay + static_cast<int64_t>(i) * 3000,
                                 {"东城区"}}));
  EXPECT_EQ(place_alarms(heard).size(), 1u);
}

TEST(Engine, the_same_premises_alone_are_not_the_same_matter) {
  Desk desk;
  const auto pool = desk.hear({"力健健身房的游泳池水又浑又臭，救生员也不在岗，会员反映了没人理睬"});
  const auto watch = desk.hear({"在力健健身房更衣室丢了一块手表，前台推来推去，监控说坏掉好几个月", "", "forum", 60});
  EXPECT_NE(watch.issue, pool.issue);
  EXPECT_EQ(watch.suggested, std::vector<IssueId>{pool.issue});
}

TEST(Engine, earlier_issues_at_the_same_premises_are_counted) {
  Desk desk;
  EXPECT_EQ(desk.hear({"力健健身房的游泳池水又浑又臭，救生员也不在岗，会员反映了没人理睬"}).grade, Grade::routine);
  EXPECT_EQ(desk.hear({"在力健健身房更衣室丢了一块手表，前台推来推去，监控说坏掉好几个月", "", "forum", kDay}).grade,
            Grade::routine);
  EXPECT_EQ(
      desk.hear({"力健健身房私自涨价，年费从两千变成三千五，合同条款写着解释权归门店", "", "forum", 2 * kDay}).grade,
      Grade::serious);
}

TEST(Engine, a_late_post_is_placed_in_its_own_time_and_one_from_before_the_window_is_marked) {
  Desk desk;
  const auto first = desk.hear({kCanteen, "", "forum", 300 * kDay});
  const auto late = desk.hear({kCanteenToo, "", "forum", 298 * kDay});
  EXPECT_EQ(late.issue, first.issue);
  EXPECT_FALSE(has(late, Reason::Code::late));
  const auto ancient = desk.hear({kEastPier, "", "forum", 10 * kDay});
  EXPECT_TRUE(has(ancient, Reason::Code::late));
  EXPECT_EQ(desk.hear({kEastPier + "！", "", "forum", 299 * kDay}).issue, ancient.issue);
}

TEST(Engine, what_left_the_window_is_forgotten_and_its_id_is_not_given_again) {
  Desk desk;
  const auto old = desk.hear({kCanteen});
  const auto late = desk.hear({kCanteenToo, "", "forum", 181 * kDay});
  EXPECT_NE(late.issue, old.issue);
  EXPECT_EQ(desk.engine.live_posts(), 1u);
  EXPECT_EQ(desk.engine.live_issues(), 1u);
  EXPECT_EQ(desk.engine.issue_of({1}), IssueId{});
}

TEST(Engine, a_person_moves_a_post_and_later_posts_follow_it) {
  Desk desk;
  const auto first = desk.hear({kCanteen});
  (void)desk.hear({kEastPier, "", "forum", 60});
  const auto split = desk.engine.move(std::array{PostId{1}}, {});
  ASSERT_TRUE(split);
  EXPECT_NE(split->issue, first.issue);
  EXPECT_EQ(desk.engine.issue_of({1}), split->issue);
  EXPECT_EQ(desk.engine.issue_size(first.issue), 0u);
  EXPECT_EQ(desk.hear({kCanteenToo, "", "forum", 120}).issue, split->issue);
  EXPECT_EQ(desk.engine.move(std::array{PostId{1}}, {99}).error().code, "notice.unknown-issue");
}

// Two who saw different parts of it, and a third who saw both.
const std::string kRash = "万象健身关门了，会员卡里的两千块钱退不了，店长的电话也打不通";
const std::string kClosed = "昨天去游泳发现贴了停业通知，教练说老板跑路欠着三个月工资";
const std::string kBoth =
    "万象健身关门了，会员卡里的钱退不了，店长的电话打不通，门口贴了停业通知，教练说老板跑路欠着三个月工资";

TEST(Engine, a_post_that_joins_two_issues_shows_that_they_are_one) {
  Desk desk;
  const auto one = desk.hear({kRash}), two = desk.hear({kClosed, "", "qa", 60});
  ASSERT_NE(one.issue, two.issue);
  const auto both = desk.hear({kBoth, "", "news", 120});
  EXPECT_EQ(std::set({both.issue, both.one_with}), std::set({one.issue, two.issue}));
  EXPECT_TRUE(has(both, Reason::Code::one_matter));
  EXPECT_EQ(desk.engine.issue_of({2}), two.issue) << "whoever asked decides whether to merge";
}

TEST(Engine, what_is_split_off_is_graded_by_its_own_harms) {
  Desk desk;
  const auto first = desk.hear({kEastPier});
  (void)desk.hear({kCanteen + "，现在送医院了", "", "forum", 60});
  ASSERT_TRUE(desk.engine.merge(first.issue, desk.engine.issue_of({2})));
  const auto split = desk.engine.move(std::array{PostId{2}}, {});
  ASSERT_TRUE(split);
  EXPECT_EQ(split->grade, Grade::critical);
  EXPECT_NE(split->issue, first.issue);
}

TEST(Engine, a_person_merges_two_issues) {
  Desk desk;
  const auto east = desk.hear({kEastPier, "甲"});
  const auto west = desk.hear({kWestPier, "乙", "forum", 60});
  ASSERT_TRUE(desk.engine.merge(east.issue, west.issue));
  EXPECT_EQ(desk.engine.issue_of({2}), east.issue);
  EXPECT_EQ(desk.engine.issue_size(east.issue), 2u);
  EXPECT_EQ(desk.engine.merge(east.issue, west.issue).error().code, "notice.unknown-issue");
  EXPECT_EQ(desk.engine.merge(east.issue, east.issue).error().code, "notice.same-issue");
}

TEST(Engine, odd_texts_found_issues_of_their_own) {
  Desk desk;
  std::set<int64_t> issues;
  for (const char* text : {"", "！！！", "🦐🦐🦐", "\xff\xfe", "a", "⟦phone⟧"})
    issues.insert(desk.hear({text}).issue.value);
  EXPECT_EQ(issues.size(), 6u);
  const auto empty = desk.hear({""});
  EXPECT_EQ(empty.joined, Joined::fresh);
  EXPECT_EQ(desk.hear({std::string(200000, 'x') + " 食堂"}).joined, Joined::fresh);
}

/// Posts of at most `most` pieces, so that much looks alike.
std::string random_post(std::mt19937& random, unsigned most = 6) {
  static const std::vector<std::string> pieces = {
      "东湖码头的海鲜摊", "西湖码头的海鲜摊", "惠邻鲜超市", "过期牛奶",       "缺斤少两",
      "孩子吃完呕吐",     "凉拌鸡丝",         "健身房跑路", "年卡还剩九个月", "窗口排队三小时",
      "鸭血是塑料做的",   "用打火机烧不化",   "买二送一",   "复秤差了八两"};
  std::string text;
  for (unsigned n = 2 + static_cast<unsigned>(random() % (most - 1)); n > 0; --n)
    text += pieces[random() % pieces.size()] + "，";
  return text;
}

TEST(Engine, agrees_with_comparing_everything_with_everything) {
  Options plain;
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    Desk desk(plain);
    tests::SlowClusterer slow(plain);
    for (int i = 0; i < 9; ++i) {
      const std::string text = random_post(random, 3);  // no more terms than look for candidates
      ASSERT_EQ(desk.hear({text}).issue.value, slow.decide(text::fold(text))) << seed << ": " << text;
    }
  }
}

TEST(Engine, the_same_calls_give_the_same_verdicts) {
  Desk a, b;
  std::mt19937 one(3), two(3);
  for (int i = 0; i < 300; ++i)
    EXPECT_EQ(a.hear({random_post(one), "", "f", i * 60}), b.hear({random_post(two), "", "f", i * 60}));
  EXPECT_EQ(a.engine.snapshot(), b.engine.snapshot());
}

TEST(Snapshot, comes_back_byte_for_byte_and_goes_on_as_before) {
  Options o = options();
  o.window = hours(48);  // posts leave while it runs
  Desk desk(o);
  std::mt19937 random(5);
  for (int i = 0; i < 400; ++i) {
    const bool reply = i % 3 != 0;
    const std::vector<std::string> places = {i % 2 == 0 ? "330102" : "330106"};
    (void)desk.hear({random_post(random), "", "f", i * 1800, places, "t" + std::to_string(i / 6), reply});
  }
  const std::string bytes = desk.engine.snapshot();
  auto restored = Engine::restore(o, bytes);
  ASSERT_TRUE(restored);
  EXPECT_EQ(restored->snapshot(), bytes);
  for (int i = 400; i < 600; ++i) {
    const auto folded = text::fold(random_post(random));
    const PostView view{.id = {i + 1}, .publisher = "f", .published_at = {1772500000 + i * 1800}, .text = folded};
    const auto voices = [](IssueId) { return 1; };
    ASSERT_EQ(restored->decide(view, voices), desk.engine.decide(view, voices)) << i;
  }
  EXPECT_EQ(restored->snapshot(), desk.engine.snapshot());
}

TEST(Snapshot, a_damaged_one_is_refused_wherever_the_damage_is) {
  Desk desk;
  std::mt19937 random(6);
  for (int i = 0; i < 5; ++i) (void)desk.hear({random_post(random)});
  const std::string bytes = desk.engine.snapshot();
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
    ASSERT_FALSE(Engine::restore(options(), damaged)) << i;
    ASSERT_FALSE(Engine::restore(options(), bytes.substr(0, i))) << i;
  }
  std::string newer = bytes;
  newer[8] = 9;
  EXPECT_EQ(Engine::restore(options(), newer).error().code, "notice.snapshot-version");
}

}  // namespace
}  // namespace hb::notice
