#include "text/html.h"

#include <gtest/gtest.h>

namespace hb::text {
namespace {

const Zone kChina = fixed_zone(hours(8));

Page read(const std::string& html, const std::string& url = {}) {
  auto page = read_page(html, url, kChina);
  EXPECT_TRUE(page) << (page ? "" : page.error().code);
  return page.value_or(Page{});
}

std::string time_of(const std::optional<Instant>& t) { return t ? format_rfc3339(*t, hours(8)) : "none"; }

const std::string kNav =
    "<div id=nav><ul><li><a href=/>首页</a></li><li><a href=/news/>新闻</a></li><li><a "
    "href=/zwgk/>政务公开</a></li><li><a href=/bsfw/>办事服务</a></li></ul></div>";
const std::string kFoot =
    "<div class=footer>版权所有 明川市人民政府办公室 备案号：川ICP备12345678号 <a href=/about>网站地图</a></div>";

TEST(Html, ReadsAnArticleOfAChineseNewsSite) {
  const auto page =
      read("<html><head><meta charset=utf-8><title>三小食堂多名学生就医_社会新闻_明川在线</title></head><body>" + kNav +
           "<div class=wrap><div class=left><h1>三小食堂多名学生就医</h1><div class=info>2026-03-03 "
           "08:12　来源：明川晚报　作者：张三　浏览：1234次</div>"
           "<div "
           "id=zoom>　　昨日中午，东城区第三小学多名学生在食堂用餐后出现呕吐、腹泻症状，被送往市人民医院。<br><br>"
           "　　校方表示，目前学生情况稳定，食堂已经停止供餐，留样已送检。<br>"
           "<p>　　市市场监管局称，已派人到场调查，结果将及时公布。</p><p>（责任编辑：李四）</p></div>"
           "<div class=share>分享到：<a href=#>微信</a><a href=#>微博</a></div><div "
           "class=xiangguan><h3>相关新闻</h3><ul><li><a href=/1>学校食堂专项检查开始，重点查留样</a></li>"
           "<li><a href=/2>多地开展春季开学食品安全检查</a></li></ul></div></div></div>" +
           kFoot + "</body></html>");
  EXPECT_EQ(page.title, "三小食堂多名学生就医");
  EXPECT_EQ(page.text,
            "昨日中午，东城区第三小学多名学生在食堂用餐后出现呕吐、腹泻症状，被送往市人民医院。\n校方表示，目前学生情况"
            "稳定，食堂已经停止供餐，留样已送检。\n"
            "市市场监管局称，已派人到场调查，结果将及时公布。");
  EXPECT_EQ(time_of(page.published_at), "2026-03-03T08:12:00+08:00");
  EXPECT_EQ(page.language, "zh");
  EXPECT_TRUE(page.posts.empty());
}

TEST(Html, ReadsANoticeOfThreeLines) {
  const auto page = read("<html lang=zh-CN><head><title>停水通知-明川市自来水公司</title></head><body>" + kNav +
                         "<table width=900><tr><td><table><tr><td "
                         "align=center><b>停水通知</b></td></tr><tr><td>发布日期：2026年3月3日</td></tr><tr><td "
                         "class=con>因管道检修，3月5日9时至17时东城区停水。"
                         "<br>请储水备用。<br>明川市自来水公司</td></tr></table></td></tr></table>" +
                         kFoot + "</body></html>");
  EXPECT_EQ(page.title, "停水通知");
  EXPECT_EQ(page.text, "因管道检修，3月5日9时至17时东城区停水。\n请储水备用。\n明川市自来水公司");
  EXPECT_EQ(time_of(page.published_at), "2026-03-03T00:00:00+08:00");
  EXPECT_EQ(page.language, "zh-CN");
}

std::string discuz_post(int id, const std::string& who, const std::string& when, const std::string& body) {
  const auto n = std::to_string(id);
  return "<div id=post_" + n + "><table id=pid" + n +
         " class=plhin><tr><td class=pls><div class=authi><a href=space-uid-" + n + ".html>" + who +
         "</a></div><p>主题 12 帖子 345 积分 6789</p></td><td class=plc><div class=pi><em id=authorposton" + n +
         ">发表于 " + when +
         "</em> <a href=#>只看该作者</a></div><div class=pct><div class=t_fsz><table><tr><td class=t_f "
         "id=postmessage_" +
         n + ">" + body +
         "</td></tr></table></div></div></td></tr><tr><td></td><td class=plc><div "
         "class=sign>签名：路见不平一声吼</div><a href=#>举报</a></td></tr></table></div>";
}

TEST(Html, SplitsAForumTopicIntoPosts) {
  const auto page =
      read("<html><head><title>三小食堂吃坏肚子了 - 家长里短 - 明川论坛 - Powered by Discuz!</title></head><body>" +
           kNav + "<div id=postlist><h1><span id=thread_subject>三小食堂吃坏肚子了</span></h1>" +
           discuz_post(101, "路见不平", "2026-3-3 08:12",
                       "<i class=pstatus>本帖最后由 路见不平 于 2026-3-3 08:20 "
                       "编辑</i><br>孩子昨天在三小食堂吃完饭就吐了，现在在人民医院。<br>还有谁家孩子也这样？") +
           discuz_post(102, "小红妈", "2026-3-3 08:30", "我家也是，拉了一晚上。") +
           discuz_post(103, "小明爸", "<span title=\"2026-3-3 09:01\">半小时前</span>", "顶，找市场监管局！") +
           "</div>" + kFoot + "</body></html>");
  EXPECT_EQ(page.title, "三小食堂吃坏肚子了");
  EXPECT_EQ(page.text, "孩子昨天在三小食堂吃完饭就吐了，现在在人民医院。\n还有谁家孩子也这样？");
  EXPECT_EQ(time_of(page.published_at), "2026-03-03T08:12:00+08:00");
  ASSERT_EQ(page.posts.size(), 2u);
  EXPECT_EQ(page.posts[0].text, "我家也是，拉了一晚上。");
  EXPECT_EQ(time_of(page.posts[0].published_at), "2026-03-03T08:30:00+08:00");
  EXPECT_EQ(page.posts[1].text, "顶，找市场监管局！");
  EXPECT_EQ(time_of(page.posts[1].published_at), "2026-03-03T09:01:00+08:00");
}

TEST(Html, ReadsATopicWithoutReplies) {
  const auto page = read("<html><head><title>健身房跑路 - 明川论坛</title></head><body>" + kNav +
                         "<div id=postlist><h1>健身房跑路</h1>" +
                         discuz_post(7, "路见不平", "2026-3-3 08:12",
                                     "城西的健身房昨天关门了，年卡三千八，电话没人接，这钱还能要回来吗？") +
                         "</div>" + kFoot + "</body></html>");
  EXPECT_EQ(page.title, "健身房跑路");
  EXPECT_NE(page.text.find("年卡三千八"), std::string::npos);
  EXPECT_EQ(page.text.find("路见不平"), std::string::npos);
  EXPECT_EQ(time_of(page.published_at), "2026-03-03T08:12:00+08:00");
}

TEST(Html, ReadsPostsOfAPlainForum) {
  const auto post = [](const std::string& who, const std::string& when, const std::string& text) {
    return "<article class=post><header><span class=user>" + who + "</span> <time datetime=\"" + when + "\">" + when +
           "</time></header><div class=post-body><p>" + text + "</p></div></article>";
  };
  const auto page = read("<html><body><h1>码头缺斤少两</h1><main>" +
                         post("a1", "2026-03-03T08:00:00+08:00", "西码头买三斤虾，回家一称两斤二两。") +
                         post("b2", "2026-03-03T09:00:00+08:00", "我上周也是。") +
                         post("c3", "2026-03-03T10:00:00+08:00", "同一家店吗？") + "</main></body></html>");
  EXPECT_EQ(page.text, "西码头买三斤虾，回家一称两斤二两。");
  ASSERT_EQ(page.posts.size(), 2u);
  EXPECT_EQ(page.posts[1].text, "同一家店吗？");
  EXPECT_EQ(time_of(page.posts[1].published_at), "2026-03-03T10:00:00+08:00");
}

// Some forums mark every post as a comment, the first one too.
TEST(Html, ReadsATopicWhosePostsAreMarkedAsComments) {
  const auto post = [](const std::string& when, const std::string& text) {
    return "<li class=posts-li itemprop=comment><div class=post-header><a href=/user/1>甲</a> <span title=\"" + when +
           "\">昨天</span></div><div class=content itemprop=text><p>" + text + "</p></div></li>";
  };
  const auto page = read("<html><body><h1>码头缺斤少两</h1><ul>" +
                         post("2026-03-03T08:00:00+08:00", "西码头买三斤虾，回家一称两斤二两，这样的秤没有人管吗？") +
                         post("2026-03-03T09:00:00+08:00", "我上周也是，同一个摊位。</p><p>来自 | 举报 | 2楼 | 回复") +
                         "</ul>" + kFoot + "</body></html>");
  EXPECT_EQ(page.text, "西码头买三斤虾，回家一称两斤二两，这样的秤没有人管吗？");
  EXPECT_EQ(time_of(page.published_at), "2026-03-03T08:00:00+08:00");
  ASSERT_EQ(page.posts.size(), 1u);
  EXPECT_EQ(page.posts[0].text, "我上周也是，同一个摊位。");
}

TEST(Html, KeepsCommentsApartFromTheArticle) {
  const auto comment = [](const std::string& who, const std::string& when, const std::string& text) {
    return "<li class=comment-item><span class=comment-author>" + who + "</span><span class=comment-time>" + when +
           "</span><div class=comment-content>" + text + "</div></li>";
  };
  const auto page = read(
      "<html><body><article><h1>过期牛奶下架</"
      "h1><p>市市场监管局通报，城东三家连锁超市的过期牛奶已经全部下架，涉事企业被立案调查，后续结果将向社会公布。</"
      "p><p>消费者可凭小票退款，并可拨打12315举报。</p></article><ul class=comments>" +
      comment("甲", "2026-03-03 10:00", "早就该查了") + comment("乙", "2026-03-03 11:00", "小票没了怎么办") +
      "</ul></body></html>");
  EXPECT_EQ(page.text,
            "市市场监管局通报，城东三家连锁超市的过期牛奶已经全部下架，涉事企业被立案调查，后续结果将向社会公布。\n消费"
            "者可凭小票退款，并可拨打12315举报。");
  ASSERT_EQ(page.posts.size(), 2u);
  EXPECT_EQ(page.posts[1].text, "小票没了怎么办");
  EXPECT_EQ(time_of(page.posts[0].published_at), "2026-03-03T10:00:00+08:00");
}

const std::string kLong =
    "市市场监管局通报，城东三家连锁超市的过期牛奶已经全部下架，涉事企业被立案调查，后续结果将向社会公布。消费者可凭小票"
    "退款，并可拨打12315举报，执法人员将继续检查其余门店的冷柜和台账。";

// An advertisement between two sections must not cost the reader the second one.
TEST(Html, GathersAnArticleCutIntoSections) {
  const auto section = [](const std::string& mark) {
    return "<div class=grid--adrail><div class=chunk><p>" + mark + kLong + "</p><p>" + kLong +
           "</p></div><div class=rail><a href=/x>广告</a></div></div>";
  };
  const auto page = read("<html><body><main><h1>过期牛奶下架</h1><div class=chunks>" + section("甲，") +
                         section("乙，") + section("丙，") + "</div></main></body></html>");
  for (const char* mark : {"甲，", "乙，", "丙，"}) EXPECT_NE(page.text.find(mark), std::string::npos) << mark;
  EXPECT_EQ(page.text.find("广告"), std::string::npos);
}

// Comments may be longer than what they are about.
TEST(Html, PrefersAnArticleToItsLongerComments) {
  std::string comments;
  for (int i = 0; i < 9; ++i)
    comments += "<div class=comment><div class=content><p>网友说，" + kLong + "</p></div></div>";
  const auto page =
      read("<html><body><div class=article><h1>过期牛奶下架</h1><div class=content><p>" + kLong + "</p><p>" + kLong +
           "</p><p>" + kLong + "</p></div></div><div id=comments>" + comments + "</div></body></html>");
  EXPECT_EQ(page.text, kLong + "\n" + kLong + "\n" + kLong);
}

// A page that a script builds says its text in JSON-LD alone.
TEST(Html, TakesTheTextOfJsonLdWhenThePageHasNone) {
  const std::string said =
      R"(我局对“明川路9号”食堂立案调查，\u5df2\u67e5\u5c01\ud83d\ude00食品。\n\r\n<p>结果将向社会公布，市民可在本网站查询办理进展，也可凭编号和查询码查询。<\/p>)";
  const std::string text =
      "我局对“明川路9号”食堂立案调查，已查封😀食品。\n结果将向社会公布，市民可在本网站查询办理进展，也可凭编号和查询码查"
      "询。";
  const auto page = [&](const std::string& body, const std::string& script) {
    return read("<html><head><title>通报</title><script type='application/ld+json'>{\"articleBody\" : \"" + script +
                "\"}</script></head><body>" + body + "</body></html>");
  };
  EXPECT_EQ(page("<div id=app></div>", said).text, text);
  EXPECT_EQ(page("<p>正在加载，请稍候。</p>", said).text, text);
  const std::string whole = "我局已对该食堂立案调查，封存了全部食材，检验结果出来后三日内公布。";
  EXPECT_EQ(page("<p>" + whole + "</p><p>" + whole + "</p>", said).text, whole + "\n" + whole);
  for (const auto* broken : {"", "\\u12", "\\ud83d", "a\\"})
    EXPECT_EQ(page("<p>" + whole + "</p>", broken).text, whole);
}

TEST(Html, ReadsTablesAndListsAsText) {
  const auto page = read(
      "<html><body><article><h1>抽检结果公布</"
      "h1><p>本次共抽检食品二百批次，其中三批次不合格，现将有关情况公布如下，请消费者注意。</p><table><tr><th>食品</"
      "th><th>结果</th></tr><tr><td>牛奶</td><td><p>不合格</p></td></tr></table><ul><li>停止销售</li><li>召回产品</"
      "li></ul></article></body></html>");
  EXPECT_EQ(page.text,
            "本次共抽检食品二百批次，其中三批次不合格，现将有关情况公布如下，请消费者注意。\n食品 结果\n牛奶 "
            "不合格\n停止销售\n召回产品");
}

TEST(Html, DatesAPage) {
  const struct {
    const char* html;
    const char* url;
    const char* at;
  } rows[] = {
      {"<meta property='article:published_time' content='2026-03-03T00:12:00Z'>", "", "2026-03-03T08:12:00+08:00"},
      {"<meta name=PubDate content='2026-03-03 08:12'>", "", "2026-03-03T08:12:00+08:00"},
      {"<meta itemprop=datePublished content='2026-03-03'>", "", "2026-03-03T00:00:00+08:00"},
      {"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\" : "
       "\"2026-03-03T08:12:00+08:00\"}</script>",
       "", "2026-03-03T08:12:00+08:00"},
      {"<time datetime='2026-03-03T08:12+08:00'>今天</time>", "", "2026-03-03T08:12:00+08:00"},
      {"<p>发布时间：2026年3月3日 8:12</p>", "", "2026-03-03T08:12:00+08:00"},
      {"<p>2026年03月03日 下午2时5分</p>", "", "2026-03-03T14:05:00+08:00"},
      {"<span>发表于 2026/3/3 08:12:33</span>", "", "2026-03-03T08:12:33+08:00"},
      {"<p>March 3, 2026 at 8:12 pm</p>", "", "2026-03-03T20:12:00+08:00"},
      {"<p>没有时间</p>", "http://a.cn/2026/0303/c1.html", "2026-03-03T00:00:00+08:00"},
      {"<p>没有时间</p>", "http://a.cn/art/2026/3/3/art_1_2.html", "none"},
      {"<p>没有时间</p>", "http://a.gov.cn/202603/t20260303_12345.html", "2026-03-03T00:00:00+08:00"},
      {"<p>没有时间</p><div class=footer>GMT+8, 2026-3-9 10:30</div>", "", "none"},
      {"<p>2026-02-30 08:00</p>", "", "none"},
      {"<p>电话 2026-1234</p>", "", "none"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(time_of(read(std::string("<html><body>") + row.html + "</body></html>", row.url).published_at), row.at)
        << row.html << row.url;
}

// Pages made to hurt: refused at once or read in linear time, never a crash.
TEST(Html, IsBounded) {
  std::string deep, wide, open;
  for (int i = 0; i < 600; ++i) deep += "<div>";
  for (int i = 0; i < 20000; ++i) open += "<div><b><p>x";
  EXPECT_EQ(read_page(deep, "", kChina).error().code, "html.too-deep");
  EXPECT_EQ(read_page(open, "", kChina).error().code, "html.too-deep");
  for (size_t i = 0; i <= kMaxPageNodes; ++i) wide += "<br>";
  EXPECT_EQ(read_page(wide, "", kChina).error().code, "html.too-large");
  for (const std::string& odd :
       {std::string(), std::string("\0<p>\0", 6), std::string("<"), std::string("<!DOCTYPE html>"),
        std::string("<html><frameset>"), std::string("<p>\xFF\xFE</p>"), std::string("plain 文字")})
    EXPECT_TRUE(read_page(odd, "", kChina)) << odd;
}

TEST(Html, ListsLinks) {
  const auto links = read_links("<a href='thread-1-1-1.html'>三小 <b>食堂</b></a><a name=x>no</a><a href='/2'></a>");
  ASSERT_TRUE(links);
  ASSERT_EQ(links->size(), 2u);
  EXPECT_EQ((*links)[0].href, "thread-1-1-1.html");
  EXPECT_EQ((*links)[0].text, "三小 食堂");
}

TEST(Html, ReadsFragmentsAsText) {
  EXPECT_EQ(html_to_text("<p>一</p><p>二&amp;三<br>四</p>"), "一\n二&三\n四");
  EXPECT_EQ(html_to_text("a &lt; b"), "a < b");
  EXPECT_EQ(html_to_text("<script>x</script>y"), "y");
  EXPECT_EQ(html_to_text(""), "");
}

}  // namespace
}  // namespace hb::text
