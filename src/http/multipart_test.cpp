#include "http/multipart.h"

#include <gtest/gtest.h>

namespace hb::http {
namespace {

const std::string kType = "multipart/form-data; boundary=----WebKitFormBoundaryx";

std::string part(const std::string& disposition, const std::string& bytes, const std::string& more = "") {
  return "------WebKitFormBoundaryx\r\nContent-Disposition: form-data; " + disposition + "\r\n" + more + "\r\n" +
         bytes + "\r\n";
}
const std::string kEnd = "------WebKitFormBoundaryx--\r\n";

TEST(Multipart, FieldsAndFilesComeApart) {
  const std::string picture("\xFF\xD8\r\n--\0\r\n", 9);
  const std::string body = part("name=\"text\"", "水\r\n电") +
                           part("name=\"photo\"; filename=\"a;b%22.jpg\"", picture, "Content-Type: image/jpeg\r\n") +
                           part("name=\"photo\"; filename=\"\"", "", "Content-Type: application/octet-stream\r\n") +
                           part("name=\"text\"", "second") + kEnd;
  const auto form = parse_multipart(kType, body);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->fields, (Fields{{"text", "水\r\n电"}})) << "of a name given twice the first counts";
  ASSERT_EQ(form->files.size(), 1U) << "nothing chosen is no file";
  EXPECT_EQ(form->files[0].name, "photo");
  EXPECT_EQ(form->files[0].bytes, picture);
}

TEST(Multipart, TheBoundaryMayBeQuotedAndNamesAreOfAnyCase) {
  const std::string body = "--q\r\nCONTENT-DISPOSITION: form-data; NAME=a\r\n\r\n1\r\n--q--";
  const auto form = parse_multipart("Multipart/Form-Data; charset=utf-8; Boundary=\"q\"", body);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->fields, (Fields{{"a", "1"}}));
  EXPECT_TRUE(is_multipart("multipart/form-data; boundary=q"));
  EXPECT_FALSE(is_multipart("application/x-www-form-urlencoded"));
}

TEST(Multipart, WhatIsNoSuchFormIsRefusedWhole) {
  const std::string good = part("name=\"a\"", "1");
  const auto refused = [](const std::string& body, const std::string& type = kType) {
    return !parse_multipart(type, body).has_value();
  };
  EXPECT_FALSE(refused(good + kEnd));
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused(good)) << "cut off";
  const std::string with_file = good + part("name=\"photo\"; filename=\"a\"", std::string(9999, 'x')) + kEnd;
  for (size_t size = good.size() + kEnd.size() - 4; size <= with_file.size(); ++size) {
    const auto form = parse_multipart(kType, std::string_view(with_file).substr(0, size), /*cut=*/true);
    ASSERT_TRUE(form) << size;
    EXPECT_EQ(form->fields, (Fields{{"a", "1"}})) << "what came before a photo that was too big is not lost";
  }
  EXPECT_TRUE(refused("x" + good + kEnd));
  EXPECT_TRUE(refused(good + kEnd, "multipart/form-data"));
  EXPECT_TRUE(refused(good + kEnd, "multipart/form-data; boundary=" + std::string(71, 'x')));
  EXPECT_TRUE(refused(part("filename=\"a\"", "1") + kEnd)) << "no name";
  EXPECT_TRUE(refused(part("name=\"a\"", "\xFF") + kEnd));
  EXPECT_TRUE(refused(part("name=\"a\"", std::string(1, '\0')) + kEnd));
  EXPECT_TRUE(refused(part("name=\"a\"", "1", "X: " + std::string(kPartHeadLimit, 'x') + "\r\n") + kEnd));
  std::string many;
  for (size_t i = 0; i < kMostParts; ++i) many += good;
  EXPECT_FALSE(refused(many + kEnd));
  EXPECT_TRUE(refused(many + good + kEnd));
}

}  // namespace
}  // namespace hb::http
