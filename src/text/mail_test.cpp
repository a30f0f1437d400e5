#include "text/mail.h"

#include <gtest/gtest.h>

namespace hb::text {
namespace {

using Strings = std::vector<std::string>;

Mail mail(const std::string& bytes) {
  auto read = read_mail(bytes);
  EXPECT_TRUE(read) << read.error().code;
  return read ? *read : Mail{};
}

const std::string kFrom = "From: =?utf-8?B?546L5aWz5aOr?= <wang@EXAMPLE.com>\r\nTo: 12345@city.example\r\n";

TEST(Mail, WhatIsInTheHeadersIsRead) {
  const Mail m = mail(kFrom +
                      "Cc: Group: a@x.example, b@x.example;\r\nDelivered-To: <case+7@city.example>\r\n"
                      "Subject: =?gb2312?B?yrPUxszOudg=?= =?utf-8?Q?=EF=BC=9F?=\r\nMessage-ID: <3@example.com>\r\n"
                      "In-Reply-To: <2@city.example>\r\nReferences: <1@city.example> <2@city.example>\r\n"
                      "Date: Thu, 5 Mar 2026 13:10:00 +0800\r\n\r\n食堂还开着吗？\r\n");
  EXPECT_EQ(m.sender, "wang@example.com");
  EXPECT_EQ(m.recipients, (Strings{"12345@city.example", "a@x.example", "b@x.example", "case+7@city.example"}));
  EXPECT_EQ(m.message_id, "3@example.com");
  EXPECT_EQ(m.answers, (Strings{"2@city.example", "1@city.example"})) << "the nearest first";
  EXPECT_EQ(m.date, Instant{1772687400});
  EXPECT_EQ(m.text, "食堂还开着吗？");
  EXPECT_EQ(m.from, MailFrom::person);
  EXPECT_NE(m.subject.find("？"), std::string::npos);
}

// A mail that lies about its charset, or says nothing, is still Chinese.
TEST(Mail, ADeclaredCharsetIsBelievedOnlyIfTheBytesBearItOut) {
  const std::string gbk =
      "\xb6\xab\xb3\xc7\xb5\xda\xc8\xfd\xd0\xa1\xd1\xa7\xb5\xc4\xca\xb3\xcc\xc3\xce\xe7\xb7\xb9\xd3\xd0\xce\xca\xcc\xe2"
      "\xa3"
      "\xac\xba\xa2\xd7\xd3\xb3\xd4\xcd\xea\xbe\xcd\xb6\xc7\xd7\xd3\xcc\xdb";
  for (const char* type : {"text/plain; charset=gb2312", "text/plain; charset=utf-8", "text/plain; charset=us-ascii",
                           "text/plain; charset=nonsense", "text/plain"}) {
    const Mail m = mail(kFrom + "Content-Type: " + type + "\r\n\r\n" + gbk);
    EXPECT_EQ(m.text, "东城第三小学的食堂午饭有问题，孩子吃完就肚子疼") << type;
    EXPECT_FALSE(m.replaced) << type;
  }
}

TEST(Mail, OfAlternativesThePlainTextElseTheHtml) {
  const std::string both =
      "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nplain words\r\n"
      "--b\r\nContent-Type: text/html\r\n\r\n<p>html <b>words</b></p>\r\n--b--\r\n";
  EXPECT_EQ(mail(kFrom + both).text, "plain words");
  const std::string only = "Content-Type: text/html\r\n\r\n<html><p>一行</p><p>二行</p></html>";
  EXPECT_EQ(mail(kFrom + only).text, "一行\n二行");
}

TEST(Mail, AttachmentsAreListedByWhatTheyAre) {
  const Mail m =
      mail(kFrom +
           "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n见附件\r\n"
           "--b\r\nContent-Type: image/jpeg; name=\"../../小票.jpg\"\r\nContent-Disposition: attachment\r\n"
           "Content-Transfer-Encoding: base64\r\n\r\nTVqQAAMAAAAEAAAA\r\n"
           "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; "
           "filename*=utf-8''%E8%AF%81%E6%8D%AE.pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n");
  EXPECT_EQ(m.text, "见附件");
  ASSERT_EQ(m.attachments.size(), 2u);
  EXPECT_EQ(m.attachments[0].name, "小票.jpg") << "no path";
  EXPECT_EQ(m.attachments[0].declared, "image/jpeg");
  EXPECT_EQ(m.attachments[0].type, "application/x-msdownload") << "a program that calls itself a picture";
  EXPECT_EQ(m.attachments[1].name, "证据.pdf");
  EXPECT_EQ(m.attachments[1].type, "application/pdf");
}

TEST(Mail, WhatNoPersonWroteIsKnownByItsHeaders) {
  const std::tuple<const char*, MailFrom, const char*> rows[] = {
      {"Auto-Submitted: auto-replied\r\n", MailFrom::machine, "Auto-Submitted: auto-replied"},
      {"Auto-Submitted: no\r\n", MailFrom::person, ""},
      {"Precedence: Bulk\r\n", MailFrom::machine, "Precedence: bulk"},
      {"X-Autoreply: yes\r\n", MailFrom::machine, "X-Autoreply"},
      {"List-Id: <news.example>\r\n", MailFrom::machine, "List-Id"},
      {"Return-Path: <>\r\n", MailFrom::machine, "Return-Path: <>"},
      {"Return-Path: <wang@example.com>\r\n", MailFrom::person, ""},
      {"Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSN77ya5oiR5LyR5YGH?=\r\n", MailFrom::machine, "Subject: 自动回复"},
      {"X-Auto-Response-Suppress: All\r\n", MailFrom::person, ""},
  };
  for (const auto& [headers, from, because] : rows) {
    const Mail m = mail(kFrom + headers + "\r\n休假中");
    EXPECT_EQ(m.from, from) << headers;
    EXPECT_EQ(m.because, because) << headers;
  }
}

TEST(Mail, ADeliveryReportSaysWhomItDidNotReach) {
  const Mail m = mail(
      "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; "
      "boundary=b\r\n\r\n"
      "--b\r\nContent-Type: text/plain\r\n\r\nCould not deliver\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
      "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; <gone@x.example>\r\nAction: failed\r\nStatus: "
      "5.1.1\r\n\r\n"
      "Final-Recipient: rfc822; slow@x.example\r\nAction: delayed\r\n\r\n"
      "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: 答复\r\n\r\n原信\r\n--b--\r\n");
  EXPECT_EQ(m.from, MailFrom::bounce);
  EXPECT_EQ(m.failed, Strings{"gone@x.example"});
  EXPECT_EQ(m.text, "Could not deliver");
  ASSERT_EQ(m.attachments.size(), 1u);
  EXPECT_EQ(m.attachments[0].name, "答复") << "a mail inside is an attachment";
}

TEST(Mail, DamagedOnesAreReadAsFarAsTheyGo) {
  EXPECT_EQ(mail(kFrom + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhalf").text, "half");
  EXPECT_EQ(mail("Subject: only\r\n").subject, "only");
  EXPECT_EQ(mail(kFrom + "Content-Type: ; =\r\nNo colon here\r\n\r\nwords").sender, "wang@example.com");
  EXPECT_EQ(read_mail("").error().code, "mail.empty");
  EXPECT_EQ(read_mail(std::string(kMaxMailBytes + 1, 'x')).error().code, "mail.too-long");
  std::string deep = kFrom;
  for (int i = 0; i < 40; ++i) {
    const std::string b = "b" + std::to_string(i);
    deep += "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n";
  }
  EXPECT_TRUE(mail(deep + "Content-Type: text/plain\r\n\r\ndeep").cut);
}

struct Body {
  const char* what;
  const char* body;
  const char *text, *quoted, *signature;
};

TEST(Mail, OwnWordsQuotesAndSignatureAreToldApart) {
  const Body rows[] = {
      {"nothing quoted", "一段\n\n二段\n", "一段\n\n二段", "", ""},
      {"a quote below", "不满意。\n\nOn Thu, 5 Mar 2026, Bureau wrote:\n> 已查处\n", "不满意。",
       "On Thu, 5 Mar 2026, Bureau wrote:\n已查处", ""},
      {"answers between quotes", "> 哪家店？\n东门那家\n> 哪天？\n3月5日\n", "东门那家\n3月5日", "哪家店？\n哪天？",
       ""},
      {"a wrapped introduction", "Thanks\n\nOn Thu, Mar 5, 2026 at 1:10 PM Bureau\n<a@b.example> wrote:\n> Done\n",
       "Thanks", "On Thu, Mar 5, 2026 at 1:10 PM Bureau\n<a@b.example> wrote:\nDone", ""},
      {"Chinese webmail", "还没退\n\n市监局 <a@b.example> 于2026年3月5日周四 13:10写道：\n\n已督促\n", "还没退",
       "市监局 <a@b.example> 于2026年3月5日周四 13:10写道：\n\n已督促", ""},
      {"QQ mail", "还没退\n------------------ 原始邮件 ------------------\n发件人: \"市监局\"\n已督促\n", "还没退",
       "------------------ 原始邮件 ------------------\n发件人: \"市监局\"\n已督促", ""},
      {"Outlook", "还没退\n\n发件人: 市监局\n发送时间: 2026年3月5日\n主题: 答复\n\n已督促\n", "还没退",
       "发件人: 市监局\n发送时间: 2026年3月5日\n主题: 答复\n\n已督促", ""},
      {"a signature", "请处理\n-- \n王女士\n138 0013 8000\n", "请处理", "", "王女士\n138 0013 8000"},
      {"a telephone's line", "请处理\n\n发自我的iPhone\n", "请处理", "", "发自我的iPhone"},
      {"no introduction, a date in a sentence", "在2026年3月5日我写道歉信给店家\n", "在2026年3月5日我写道歉信给店家",
       "", ""},
      {"one line like a header is a sentence", "主题：退卡\n我要退卡\n", "主题：退卡\n我要退卡", "", ""},
      {"an indented list is no quote", "1. 店名\n  > 不是引用的第二行\n", "1. 店名\n  > 不是引用的第二行", "", ""},
  };
  for (const Body& row : rows) {
    const MailBody split = split_mail_body(row.body);
    EXPECT_EQ(split.text, row.text) << row.what;
    EXPECT_EQ(split.quoted, row.quoted) << row.what;
    EXPECT_EQ(split.signature, row.signature) << row.what;
  }
}

TEST(Mail, FlowedLinesAreJoinedAtTheirDepth) {
  const MailBody split = split_mail_body("one long \nline\n> quoted \n> too\n from here\n-- \nme\n", true);
  EXPECT_EQ(split.text, "one long line\nfrom here") << "and a stuffed blank is taken off";
  EXPECT_EQ(split.quoted, "quoted too");
  EXPECT_EQ(split.signature, "me");
  EXPECT_EQ(split_mail_body("中文 \n断行\n", true, true).text, "中文断行");
}

}  // namespace
}  // namespace hb::text
