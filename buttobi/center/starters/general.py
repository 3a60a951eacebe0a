"""The first themes of the Trackback Center for General blogs."""

from buttobi.center.starters import CULTURE, DAILY_LIFE, NATURE, PLACES, PRACTICE, WORDS, Starter

THEMES = (
    Starter(
        slug="animals-pets",
        tags=NATURE,
        title="Animals / Pets",
        prompt="The one who sleeps on your keyboard, the heron you pass on the way to work, the beetle of one summer. "
        "Tell us about an animal you know: what it does when it thinks nobody is looking, and what it has taught you.",
        ja_title="動物・ペット",
        ja_prompt="キーボードの上で眠るあの子、通勤の途中で会うサギ、ひと夏だけのカブトムシ。"
        "知っている動物の話を聞かせてください。誰も見ていないと思っているときにすること、教えてもらったこと。",
    ),
    Starter(
        slug="breakfast",
        tags=DAILY_LIFE,
        title="Breakfast",
        prompt="What stood on the table this morning? Describe it so that somebody far away could make the same. "
        "A photograph is welcome, and so is the truth about the days on which there is only coffee.",
        ja_title="朝ごはん",
        ja_prompt="今朝の食卓には何が並びましたか。遠くに住む誰かが同じものを作れるように書いてみてください。"
        "写真も歓迎です。コーヒーだけの日の正直な話も歓迎です。",
    ),
    Starter(
        slug="walks",
        tags=PLACES,
        title="A walk you know by heart",
        prompt="Take us along a way that you could walk with your eyes closed. What stands at the corners? "
        "What was there ten years ago? Which part do you still not know?",
        ja_title="目をつぶっても歩ける道",
        ja_prompt="目をつぶっても歩けるくらい慣れた道を、案内してください。曲がり角には何がありますか。"
        "十年前には何がありましたか。まだ知らないところは、どこですか。",
    ),
    Starter(
        slug="rain",
        tags=NATURE,
        title="Rain",
        prompt="The sound on a tin roof, a match called off, the day you gave away your umbrella. "
        "One rain that you remember, and why.",
        ja_title="雨",
        ja_prompt="トタン屋根の音、流れてしまった試合、傘を人にあげた日。今も覚えている雨をひとつ、理由といっしょに。",
    ),
    Starter(
        slug="books",
        tags=CULTURE,
        title="A book you gave away",
        prompt="Which book did you press into somebody's hands, and did they read it? "
        "Or the other way round: a book that you were given and that stayed.",
        ja_title="人にあげた本",
        ja_prompt="誰かの手に押しつけた本は何でしたか。その人は読んでくれましたか。"
        "逆に、人からもらって今も手元にある本の話でもかまいません。",
    ),
    Starter(
        slug="films",
        tags=CULTURE,
        title="Films / Television",
        prompt="What did you watch last, and at which moment did you forget that you were watching? "
        "If you give the ending away, please say so in the first line.",
        ja_title="映画・テレビ",
        ja_prompt="最近見たものは何ですか。見ていることを忘れた瞬間は、どこでしたか。"
        "結末に触れるときは、最初の一行でお知らせください。",
    ),
    Starter(
        slug="music",
        tags=CULTURE,
        title="The song of one year",
        prompt="Name a year and the song that belongs to it. Where did you hear it, on what, and who was there?",
        ja_title="あの年の一曲",
        ja_prompt="ある年と、その年の一曲を教えてください。どこで、何で聴きましたか。そばには誰がいましたか。",
    ),
    Starter(
        slug="work",
        tags=DAILY_LIFE,
        title="What your work sounds like",
        prompt="Every work has its noises: a kiln, a ward at night, thirty children, a key that sticks. "
        "Let us hear yours, without saying at first what you do.",
        ja_title="仕事の音",
        ja_prompt="どんな仕事にも音があります。窯の音、夜の病棟、三十人の子ども、引っかかるキー。"
        "何の仕事かは最初に言わずに、お仕事の音を聞かせてください。",
    ),
    Starter(
        slug="plants",
        tags=NATURE,
        title="Gardens / Balconies",
        prompt="What grows with you, what refuses to, and what came by itself? Half a square metre counts as a garden.",
        ja_title="庭・ベランダ",
        ja_prompt="いま育てているもの、どうしても育たないもの、勝手に生えてきたもの。"
        "半平方メートルあれば立派な庭です。",
    ),
    Starter(
        slug="trains",
        tags=PLACES,
        title="Trains / Journeys",
        prompt="A seat by the window, a connection missed, a station where you were the only one to get off. "
        "One journey from beginning to end, however short.",
        ja_title="電車・旅",
        ja_prompt="窓側の席、乗り遅れた乗り継ぎ、降りたのは自分ひとりだった駅。"
        "どんなに短くてもかまいません。ひとつの旅を、始まりから終わりまで。",
    ),
    Starter(
        slug="made-by-hand",
        tags=DAILY_LIFE,
        title="Made by hand",
        prompt="Knitted, soldered, baked, repaired. What did you make last, what went wrong, "
        "and what would you tell somebody who begins?",
        ja_title="手づくり",
        ja_prompt="編んだもの、はんだ付けしたもの、焼いたもの、直したもの。最近つくったものと、失敗したところと、"
        "これから始める人に伝えたいことを。",
    ),
    Starter(
        slug="words",
        tags=WORDS,
        title="A word we need",
        prompt="Dialects, trades and families have words that no dictionary has. Give us one of yours, "
        "and show how it is used.",
        ja_title="ほかにはない言葉",
        ja_prompt="方言や、仕事場や、家族のあいだには、辞書にない言葉があります。ひとつ教えてください。使い方の例も、ぜひ。",
    ),
    Starter(
        slug="beginnings",
        tags=WORDS,
        title="Why I began to blog",
        prompt="Yesterday or twenty years ago: what was your first entry about, and who read it? "
        "If you have not begun yet, this may be the first.",
        ja_title="ブログを始めた理由",
        ja_prompt="昨日でも、二十年前でも。最初の記事には何を書きましたか。読んでくれたのは誰でしたか。"
        "まだ始めていない方は、これを最初の記事にどうぞ。",
    ),
    Starter(
        slug=PRACTICE,
        title="Practise here",
        prompt="This theme is for trying out. Write anything, even one line, paste the Trackback URL below into "
        "**Other Settings** of your New Submission, and submit. Your entry is listed here at once. "
        "You can delete it afterwards, and nobody minds.",
        ja_title="練習用のお題",
        ja_prompt="ここは練習のためのお題です。一行でもかまいません。何か書いて、下のトラックバックURLを新規投稿の"
        "**その他の設定**に貼り、投稿してみてください。投稿した記事がすぐにここに載ります。"
        "あとで削除しても、まったく問題ありません。",
    ),
)
