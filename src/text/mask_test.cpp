#include "text/mask.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace hb::text {
namespace {

struct Row {
  const char* in;
  const char* out;
};

void expect(std::initializer_list<Row> rows) {
  for (const auto& row : rows) EXPECT_EQ(mask(row.in), row.out) << row.in;
}
// What must come through untouched.
void expect_kept(std::initializer_list<const char*> rows) {
  for (const auto* row : rows) EXPECT_EQ(mask(row), row);
}

TEST(Mask, Phones) {
  expect({
      {"电话13800138000，", "电话⟦phone⟧，"},
      {"联系人李女士 138-0013-8000", "联系人李女士 ⟦phone⟧"},
      {"138 0013 8000 找我", "⟦phone⟧ 找我"},
      {"１３８００１３８０００", "⟦phone⟧"},
      {"+86 138 0013 8000", "⟦phone⟧"},
      {"(+86)13800138000", "⟦phone⟧"},
      {"8613800138000", "⟦phone⟧"},
      {"0086-138-0013-8000", "⟦phone⟧"},
      {"打1 3 8 0 0 1 3 8 0 0 0", "打⟦phone⟧"},
      {"1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "⟦phone⟧"},
      {"1\u200B3800\u200B138000", "⟦phone⟧"},
      {"138★0013★8000", "⟦phone⟧"},
      {"138.0013.8000", "⟦phone⟧"},
      {"138—0013—8000", "⟦phone⟧"},
      {"一三八零零一三八零零零", "⟦phone⟧"},
      {"手机13800138000/13900139000", "手机⟦phone⟧/⟦phone⟧"},
      {"13800138000、13900139000", "⟦phone⟧、⟦phone⟧"},
      {"13800138000 13900139000", "⟦phone⟧ ⟦phone⟧"},
      {"①13800138000", "①⟦phone⟧"},
      {"2026-03-03 13800138000", "2026-03-03 ⟦phone⟧"},
      {"2026年3月3日13800138000来电", "2026年3月3日⟦phone⟧来电"},
      {"tel:13800138000", "tel:⟦phone⟧"},
      {"Tel13800138000", "Tel⟦phone⟧"},
      {"座机010-65521234转801", "座机⟦phone⟧"},
      {"(010)65521234", "⟦phone⟧"},
      {"（０１０）６５５２ １２３４", "⟦phone⟧"},
      {"0571-87654321", "⟦phone⟧"},
      {"057187654321", "⟦phone⟧"},
      {"+86 10 6552 1234", "⟦phone⟧"},
      {"021 6552 1234-8001", "⟦phone⟧"},
      {"家里电话 6552-1234", "家里电话 ⟦phone⟧"},
      {"call +1 (212) 555-0147 x12", "call ⟦phone⟧"},
      {"(212) 555-0147", "⟦phone⟧"},
      {"+852 9123 4567", "⟦phone⟧"},
      {"+44 20 7946 0958.", "⟦phone⟧."},
      {"微信同号13800138000", "微信同号⟦phone⟧"},
  });
  expect_kept({"请拨打12345或12315",
               "110、119、120",
               "服务热线400-820-8820",
               "4008208820",
               "800-810-1234",
               "95588",
               "010-12345",
               "价格13800138000元",
               "今年1380万人",
               "15 28 36 42 178",
               "订单号13800138000",
               "192.168.100.100",
               "1.38亿",
               "圆周率3.14159265358979",
               "116.397470, 39.908823",
               "ISBN 978-7-111-54742-6",
               "2026-03-03 08:12:33",
               "20260303081233",
               "100 200 3000",
               "138****8000",
               "版本 1.3.8.0013"});
}

TEST(Mask, PublicNumbersOnTheListStay) {
  const AllowList allow({"0571-87654321", "13800138000"});
  EXPECT_EQ(mask("0571-8765 4321、(0571)87654321转3、0571-87654322", allow),
            "0571-8765 4321、(0571)87654321转3、⟦phone⟧");
  EXPECT_EQ(mask("+86 138 0013 8000 13900139000", allow), "+86 138 0013 8000 ⟦phone⟧");
}

TEST(Mask, IdentityNumbers) {
  expect({
      {"身份证110101199003071233", "身份证⟦id⟧"},
      {"11010119900307123X", "⟦id⟧"},
      {"11010119900307123x是我", "⟦id⟧是我"},
      {"330106 19851212 0037", "⟦id⟧"},
      {"110101-19900307-1234", "⟦id⟧"},
      {"１１０１０１１９９００３０７１２３Ｘ", "⟦id⟧"},
      {"110101900307123", "⟦id⟧"},
      {"身份证号：110101901332123", "身份证号：⟦id⟧"},
      {"440301199912310017的人", "⟦id⟧的人"},
  });
  expect_kept({"91110108MA01ABCD2X", "911101081020120123", "订单202603031200001234", "流水号110101900307123",
               "HB-2026-0928-7K4Q-C", "京朝市监处〔2026〕110101号", "110101", "99010119900307123X"});
}

TEST(Mask, BankCards) {
  expect({
      {"4111111111111111", "⟦card⟧"},
      {"4111 1111 1111 1111", "⟦card⟧"},
      {"卡号6222021234567890123", "卡号⟦card⟧"},
      {"6222 0212 3456 7890 123", "⟦card⟧"},
      {"工行账号 6212-2612-0200-1234-567", "工行账号 ⟦card⟧"},
      {"建行卡５２２２８１２３４５６７８９０１２，谢谢", "建行卡⟦card⟧，谢谢"},
      {"my amex 3782 822463 10005 was charged", "my amex ⟦card⟧ was charged"},
  });
  expect_kept(
      {"订单号4111111111111111", "快递单号 4111111111111111", "1234567890123456", "6901234567892", "SF1234567890123"});
}

TEST(Mask, Plates) {
  expect({
      {"京A·12345", "⟦plate⟧"},
      {"车牌京A12345乱停", "车牌⟦plate⟧乱停"},
      {"沪AD12345", "⟦plate⟧"},
      {"粤 B 1 2 3 4 5", "⟦plate⟧"},
      {"浙ａ·Ｄ１２３４５", "⟦plate⟧"},
      {"粤Z1234港", "⟦plate⟧"},
      {"苏E-8K9M2", "⟦plate⟧"},
      {"皖A1234学", "⟦plate⟧"},
  });
  expect_kept({"沪A股12345手", "川A4纸", "京东方A", "云南K线图", "津A级企业12345"});
}

TEST(Mask, Emails) {
  expect({
      {"邮箱zhang.san@qq.com收", "邮箱⟦email⟧收"},
      {"ｚｈａｎｇ＠ｑｑ．ｃｏｍ", "⟦email⟧"},
      {"zhang @ qq . com", "⟦email⟧"},
      {"zhang(at)gmail.com", "⟦email⟧"},
      {"zhang [at] gmail [dot] com", "⟦email⟧"},
      {"zhang at gmail dot com", "⟦email⟧"},
      {"12345678#qq.com", "⟦email⟧"},
      {"12345艾特qq点com", "⟦email⟧"},
      {"a_b+c@mail.example.gov.cn。", "⟦email⟧。"},
      {"13800138000@139.com", "⟦email⟧"},
      {"Write to me@example.com. Thanks", "Write to ⟦email⟧. Thanks"},
  });
  expect_kept({"look at qq.com please", "www.example.com", "2@10元", "a@b", "#话题#很好"});
}

TEST(Mask, ChatNumbers) {
  expect({
      {"QQ12345678", "QQ⟦im⟧"},
      {"加QQ：123 456 789", "加QQ：⟦im⟧"},
      {"扣扣号是87654321。", "扣扣号是⟦im⟧。"},
      {"微信号：zhang_san88", "微信号：⟦im⟧"},
      {"微信zhangsan2020联系", "微信⟦im⟧联系"},
      {"＋Ｖ：abc12345", "＋Ｖ：⟦im⟧"},
      {"加v abc_12345", "加v ⟦im⟧"},
      {"vx:abcdefg", "vx:⟦im⟧"},
      {"WeChat ID: lao-wang", "WeChat ID: ⟦im⟧"},
      {"my wechat is lily_2020 add me", "my wechat is ⟦im⟧ add me"},
      {"QQ number is 123456789", "QQ number is ⟦im⟧"},
      {"wechat me at tom_1999", "wechat me at ⟦im⟧"},
      {"微信wxid_abc123de", "微信⟦im⟧"},
      {"87654321（QQ）", "⟦im⟧（QQ）"},
      {"QQ群 123456789", "QQ群 ⟦im⟧"},
  });
  expect_kept({"微信支付12345元", "微信转账500元", "QQ星牛奶5元", "微信公众号mcsjgw", "微信扫码", "wxid_abc",
               "用微信20000人", "QQ空间", "wechat payment failed", "微信 APP", "wechat is down today",
               "my wechat is broken", "wechat is 20 percent slower"});
}

TEST(Mask, Dwellings) {
  expect({
      {"幸福小区3号楼2单元501室漏水", "幸福小区⟦door⟧漏水"},
      {"幸福小区3号楼2单元501漏水", "幸福小区⟦door⟧漏水"},
      {"12栋1203", "⟦door⟧"},
      {"阳光花园 5 幢 1201 室", "阳光花园 ⟦door⟧"},
      {"A座1203室", "⟦door⟧"},
      {"三号楼二单元五零一室", "⟦door⟧"},
      {"３号楼２单元５０１室", "⟦door⟧"},
      {"锦绣苑3-2-501", "锦绣苑⟦door⟧"},
      {"3-2-501室", "⟦door⟧"},
      {"8栋2-501", "⟦door⟧"},
      {"中山北路88弄12号301室", "中山北路88弄⟦door⟧"},
      {"我住501室", "我住⟦door⟧"},
      {"政府宿舍3号楼2单元501室", "政府宿舍⟦door⟧"},
      {"12 Main St, Apt 4B", "12 Main St, ⟦door⟧"},
      {"Room 1203, Block 5", "⟦door⟧"},
      {"we live in Room 1203, Building 7.", "we live in ⟦door⟧."},
      {"Unit 12, Block B, Nanshan Garden", "⟦door⟧, Nanshan Garden"},
      {"Block 5, Unit 2, Room 301", "⟦door⟧"},
      {"bldg 7 rm 1203", "⟦door⟧"},
      {"Apt #05-123 Sunny Court", "⟦door⟧ Sunny Court"},
      {"we live at #05-123", "we live at ⟦door⟧"},
      {"3#楼1单元302户", "⟦door⟧"},
  });
  expect_kept({"建设路88号",
               "三室两厅",
               "3号楼2单元的电梯坏了",
               "3号窗口",
               "政务大厅201室",
               "市民中心3楼305室",
               "明川市市场监管局A座501室",
               "第201条第3款",
               "2026-3-501",
               "3号楼501户居民都停水了",
               "学校201教室",
               "3号线2号口",
               "12栋1200元",
               "有501人",
               "the flat 20% rate",
               "10楼",
               "Unit 2 of the power plant",
               "Building 7 caught fire",
               "order #12-345 late",
               "Tower 2 and Tower 3 are old",
               "a block of flats 300 m away",
               "issue #12-34"});
}

TEST(Mask, Handles) {
  expect({
      {"@张三 你看", "⟦handle⟧ 你看"},
      {"转发//@小明-abc:太坑了", "转发//⟦handle⟧:太坑了"},
      {"＠老王：来", "⟦handle⟧：来"},
      {"@明川发布快来管管", "⟦handle⟧快来管管"},
      {"see @foo_bar.", "see ⟦handle⟧."},
      {"引用 张三 发表于 2026-3-3 08:12 的帖子", "引用 ⟦handle⟧ 发表于 2026-3-3 08:12 的帖子"},
      {"张三 发表于 2026-03-03 08:12", "⟦handle⟧ 发表于 2026-03-03 08:12"},
      {"本帖最后由 张三丰 于 2026-3-3 08:12 编辑", "本帖最后由 ⟦handle⟧ 于 2026-3-3 08:12 编辑"},
      {"回复 3楼 风清扬 的帖子", "回复 3楼 ⟦handle⟧ 的帖子"},
      {"回复 风清扬：我也遇到了", "回复 ⟦handle⟧：我也遇到了"},
      {"> 风清扬 写道：", "> ⟦handle⟧ 写道："},
      {"On Mon, Mar 2, 2026 at 8:12 AM Zhang San <z@x.com> wrote:",
       "On Mon, Mar 2, 2026 at 8:12 AM ⟦handle⟧ <⟦email⟧> wrote:"},
      {"作者：风清扬", "作者：⟦handle⟧"},
      {"作者: 风清扬  时间: 2026-03-03", "作者: ⟦handle⟧  时间: 2026-03-03"},
      {"发件人: Li Si <l@x.cn>", "发件人: ⟦handle⟧ <⟦email⟧>"},
      {"小红回复小明：我也是", "⟦handle⟧回复⟦handle⟧：我也是"},
      {"第一行\n回复 小明：不对\n第三行", "第一行\n回复 ⟦handle⟧：不对\n第三行"},
  });
  expect_kept({"单价@3元", "本文发表于2026-03-03", "回复内容：已收到", "回复时间：2026-03-03", "他写道歉信", "5@10",
               "打@12345", "论文发表于2019年"});
}

TEST(Mask, LeavesTheMatterAlone) {
  expect_kept({"花了12800元，退一赔三", "《食品安全法》第一百四十八条第二款", "《消费者权益保护法》第55条",
               "案号（2026）浙0106民初12345号", "3月3日下午2点30分", "共1234567890件", "净含量500g×12袋",
               "条码6901234567892", "生产批号20260301A01", "许可证SC10633010600012", "温度-18℃", "HB-2026-0928-7K4Q-C",
               "http://example.com/thread-123456-1-1.html", "1,234,567.89", "第12345678号商标", ""});
}

// Every other byte as it was, also the ones that are no character.
TEST(Mask, KeepsEveryOtherByte) {
  EXPECT_EQ(mask("\xFF\x80电话13800138000\xFE\r\n"), "\xFF\x80电话⟦phone⟧\xFE\r\n");
  EXPECT_EQ(mask("麵👍🏽13800138000👍"), "麵👍🏽⟦phone⟧👍");
  const std::string once = mask("张三 13800138000 QQ12345678 @李四 3栋501");
  EXPECT_EQ(mask(once), once);
}

TEST(Mask, SpansAreCodePointsOfTheOriginal) {
  const std::string text = "😀電話１３８ 0013 8000！";
  const auto found = find_personal(text);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(slice_code_points(text, found[0].span.start, found[0].span.end), "１３８ 0013 8000");
}

}  // namespace
}  // namespace hb::text
