#!/usr/bin/env python3
"""Writes src/notice/place_pairs.inc: the pairs of neighbouring Han characters in names of places.

  place_pairs.py rulebooks/regions/divisions.txt > src/notice/place_pairs.inc

The names are those of provinces, cities and counties without what they are (省, 市, 县 …), and of the countries and cities abroad
below.
"""
import sys

ABROAD = """中国 美国 英国 法国 德国 日本 韩国 朝鲜 俄罗斯 印度 巴基斯坦 缅甸 越南 泰国 老挝 柬埔寨 尼泊尔 不丹 孟加拉国 斯里兰卡 蒙古国 新加坡 马来西亚
印尼 印度尼西亚 菲律宾 文莱 澳大利亚 澳洲 新西兰 加拿大 巴西 阿根廷 墨西哥 古巴 委内瑞拉 智利 秘鲁 哥伦比亚 厄瓜多尔 乌拉圭 埃及 利比亚 苏丹
阿尔及利亚 摩洛哥 突尼斯 南非 尼日利亚 埃塞俄比亚 肯尼亚 坦桑尼亚 津巴布韦 刚果 以色列 巴勒斯坦 约旦 黎巴嫩 伊朗 伊拉克 叙利亚 土耳其 沙特
阿联酋 卡塔尔 科威特 也门 阿富汗 哈萨克斯坦 乌兹别克斯坦 乌克兰 白俄罗斯 波兰 捷克 匈牙利 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威
芬兰 丹麦 冰岛 爱尔兰 希腊 奥地利 塞尔维亚 克罗地亚 罗马尼亚 保加利亚 欧盟 非洲 欧洲 亚洲 伦敦 纽约 华盛顿 东京 大阪 巴黎 柏林 慕尼黑 莫斯科
首尔 新德里 孟买 曼谷 悉尼 墨尔本 多伦多 洛杉矶 旧金山 芝加哥 波士顿 加州 德州 得克萨斯 佛罗里达 夏威夷 米兰 罗马 马德里 巴塞罗那 曼彻斯特 利物浦
台湾 香港 澳门 高雄 台北"""
KINDS = ["特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "自治州", "自治县", "地区", "省", "市", "区", "县", "盟", "旗"]


def short(name):
    kind = next((k for k in KINDS if name.endswith(k) and len(name) - len(k) >= 2), "")
    return name[:len(name) - len(kind)]


rows = [line.split() for line in open(sys.argv[1], encoding="utf-8") if not line.startswith("#")]
names = {short(row[1]) for row in rows} | set(ABROAD.split())
pairs = "".join(sorted({name[i:i + 2] for name in names for i in range(len(name) - 1)}))
print("// Made by tools/place_pairs.py from rulebooks/regions/divisions.txt (WTFPL, see there).")
print("constexpr std::u32string_view kPlacePairs =")
print("\n".join(f'    U"{pairs[i:i + 50]}"' for i in range(0, len(pairs), 50)) + ";")
