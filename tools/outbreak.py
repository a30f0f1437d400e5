#!/usr/bin/env python3
"""Injects outbreaks into generated noise and reads from `alarms` how soon growth is said, and how often for nothing.

  outbreak.py HEARBACK [--options F] [--days N] [--posts-a-day N] [--seed N] [--noise FILE.jsonl ...] [--spread]

The noise is the "text" of the files' lines, shuffled; without a file, complaints and talk put together from word lists,
which repeats its words more than a city does. Both by the hour of the day. Eight outbreaks begin after the eighth day, each twelve differently worded posts 20 minutes apart. For each,
With --spread each post of an outbreak is about another shop of one district, so that no issue grows, and one in
three of the noise has a district as well: eight of them. "alarm_at" holds which of its posts carried the first growth alarm, null for none; growth alarms on any other post are false.
"""
import argparse, datetime, json, random, subprocess

ARGS = argparse.ArgumentParser()
ARGS.add_argument("hearback")
ARGS.add_argument("--options")
ARGS.add_argument("--days", type=int, default=15)
ARGS.add_argument("--posts-a-day", type=int, default=1000)
ARGS.add_argument("--seed", type=int, default=1)
ARGS.add_argument("--noise", nargs="+")
ARGS.add_argument("--spread", action="store_true")
args = ARGS.parse_args()
rng = random.Random(args.seed)

FIRST = "福瑞安康永德盛和金银春秋青云东南西北长江海湖山石松柏竹梅兰菊"
SHOP = ["超市", "饭店", "菜市场", "水果店", "奶茶店", "药房", "洗衣店", "健身房", "理发店", "小区物业", "修车行", "面馆"]
WHAT = ["买的东西缺斤少两", "办的卡不给退", "标价和结账不一样", "门口占道停车", "半夜装修太吵", "排队等了一个钟头", "态度特别差",
        "送来的货是坏的", "发票一直不肯开", "味道比以前好多了", "周末搞活动", "空调开得太冷", "电梯又停了", "水管漏水没人修"]
FRAME = ["{w}，{s}有人管吗", "今天路过{s}，{w}", "问一下{s}{w}怎么办", "{s}：{w}，大家说说", "在{s}遇到的事，{w}", "朋友说{s}{w}，真的吗"]
SICK = ["吃完就拉肚子", "晚上一家三口都吐了", "吃了以后肚子疼", "回来发烧，又吐又拉", "全家上吐下泻", "孩子吃完一直恶心"]
TOLD = ["昨天在{s}吃的{d}，{k}", "{s}的{d}有问题吧，{k}", "有没有人吃了{s}的{d}也不舒服，我{k}", "{d}是在{s}买的，{k}，大家小心"]
DISH = ["凉拌菜", "卤牛肉", "生腌虾", "烤生蚝", "酱鸭", "冰粉", "寿司", "熏鱼"]
HOURS = [1, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 7, 8, 7, 6, 6, 6, 7, 8, 9, 10, 9, 6, 3]


def name():
    return "".join(rng.sample(FIRST, 3)) + rng.choice(SHOP)


DISTRICTS = ["东城区", "西湾区", "南港区", "北塘区", "高新区", "江口区", "云台区", "白沙区"]


def district():
    return rng.choice(DISTRICTS) if args.spread and rng.random() < 1 / 3 else ""


begin = datetime.datetime.fromisoformat("2026-03-02T00:00:00+08:00")
posts = []
said = [json.loads(line)["text"] for file in args.noise or [] for line in open(file, encoding="utf-8")]
rng.shuffle(said)
if args.noise and len(said) < args.days * args.posts_a_day:
    raise SystemExit(f"outbreak.py: {len(said)} texts of noise, {args.days * args.posts_a_day} are needed")
for day in range(args.days):
    for hour in rng.choices(range(24), HOURS, k=args.posts_a_day):
        text = said.pop() if said else rng.choice(FRAME).format(w=rng.choice(WHAT), s=name())
        posts.append((begin + datetime.timedelta(days=day, hours=hour, seconds=rng.randrange(3600)), None, text, district()))
for outbreak, dish in enumerate(DISH):
    shop, at = name(), begin + datetime.timedelta(days=8, hours=8 + 19 * outbreak)
    told = [t.format(s=name() if args.spread else shop, d=rng.choice(DISH) if args.spread else dish, k=k)
            for t in TOLD for k in SICK]
    where = DISTRICTS[outbreak] if args.spread else ""
    for i, text in enumerate(rng.sample(told, 12)):
        posts.append((at + datetime.timedelta(minutes=20 * i), (outbreak, i + 1), text, where))
posts.sort(key=lambda p: p[0])

stream = "".join(json.dumps({"id": f"p{i}", "source": f"s{i % 9}", "url": f"https://forum.example.org/t/{i}",
                             "published_at": at.isoformat(), "title": "", "text": text, "author": f"a{i}", "place": place},
                            ensure_ascii=False) + "\n" for i, (at, _, text, place) in enumerate(posts))
command = [args.hearback, "notice"] + (["--options", args.options] if args.options else [])
out = subprocess.run(command, input=stream.encode(), stdout=subprocess.PIPE, check=True).stdout
alarm_at, false = [None] * len(DISH), 0
for verdict in map(json.loads, out.splitlines()):
    if any(alarm["kind"] == "growth" for alarm in verdict["alarms"]):
        injected = posts[int(verdict["id"][1:])][1]
        if not injected:
            false += 1
        elif alarm_at[injected[0]] is None:
            alarm_at[injected[0]] = injected[1]
print(json.dumps({"alarm_at": alarm_at, "false": false, "false_a_week": round(false * 7 / args.days, 2)}))
