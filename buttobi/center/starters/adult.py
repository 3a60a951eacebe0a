"""The first themes of the Trackback Center for Adult blogs: grown-up life, told with tact."""

from buttobi.center.starters import BODY, CULTURE, DAILY_LIFE, LOVE, NIGHTS, PRACTICE, Starter

THEMES = (
    Starter(
        slug="first-dates",
        tags=LOVE,
        title="First dates",
        prompt="The table by the door, the train you let go, the sentence you had prepared and never said. "
        "One first date, good or bad, with the names left out.",
        ja_title="はじめてのデート",
        ja_prompt="入口のそばの席、わざと見送った電車、用意していたのに言えなかったひと言。"
        "うまくいった話でも、そうでない話でも。名前は伏せて、はじめてのデートをひとつ。",
    ),
    Starter(
        slug="long-love",
        tags=LOVE,
        title="Love after ten years",
        prompt="What has grown quiet, what has grown, and what do you do now that you would never have done "
        "in the first year? Written by one, or by both.",
        ja_title="十年目からの恋",
        ja_prompt="静かになったもの、大きくなったもの、最初の年には考えられなかったこと。"
        "おひとりで書いても、ふたりで書いても。",
    ),
    Starter(
        slug="bars",
        tags=NIGHTS,
        title="Bars / What you drink there",
        prompt="A counter where they know you. What do you order, who sits next to you, and when do you go home?",
        ja_title="バー・お酒",
        ja_prompt="顔を覚えられているカウンター。何を頼みますか。隣には誰がいますか。帰るのは何時ごろですか。",
    ),
    Starter(
        slug="after-midnight",
        tags=NIGHTS,
        title="After midnight",
        prompt="Night shifts, night buses, nights for two, nights awake. "
        "What happens with you between twelve and five?",
        ja_title="真夜中を過ぎて",
        ja_prompt="夜勤、夜行バス、ふたりの夜、眠れない夜。十二時から五時までのあいだ、何が起きていますか。",
    ),
    Starter(
        slug="body",
        tags=BODY,
        title="Living in this body",
        prompt="How you have looked at it at twenty and how you look at it now. Kindness is welcome, to yourself too.",
        ja_title="自分の体と暮らす",
        ja_prompt="二十歳のころの見え方と、今の見え方。やさしい言葉を歓迎します。自分に向けたものも、もちろん。",
    ),
    Starter(
        slug="breaking-up",
        tags=LOVE,
        title="How it ended",
        prompt="A message, a silence, a key on the table. What did you keep, and what would you say today?",
        ja_title="別れの話",
        ja_prompt="一通のメッセージ、沈黙、テーブルに置かれた鍵。手元に残したものは何ですか。今なら何と言いますか。",
    ),
    Starter(
        slug="clothes",
        tags=BODY,
        title="What you wear for somebody",
        prompt="A dress, a scent, a shirt ironed at eleven at night. What do you put on when it matters, "
        "and what do you put on for yourself alone?",
        ja_title="誰かのための装い",
        ja_prompt="ワンピース、香水、夜の十一時にアイロンをかけたシャツ。大事な日に身につけるものと、"
        "自分だけのために身につけるもの。",
    ),
    Starter(
        slug="desire-in-words",
        tags=CULTURE,
        title="Desire in books and films",
        prompt="A scene that says much and shows little. Which one has stayed with you, and how does it do it?",
        ja_title="本や映画のなかの欲望",
        ja_prompt="多くを語って、少ししか見せない場面。心に残っているのはどれですか。それはなぜでしょう。",
    ),
    Starter(
        slug="alone",
        tags=DAILY_LIFE,
        title="Living alone",
        prompt="Freedom, the second pillow, cooking for one. What is good about it, what is not, "
        "and what do you tell people who ask?",
        ja_title="ひとり暮らし",
        ja_prompt="自由、もうひとつの枕、一人分の料理。よいところ、そうでないところ、人に聞かれたときの答え方。",
    ),
    Starter(
        slug="hotels",
        tags=NIGHTS,
        title="Hotels",
        prompt="By the motorway, by the sea, by the hour. One room that you remember, from the door to the window.",
        ja_title="ホテル",
        ja_prompt="高速道路のそば、海のそば、時間で借りる部屋。覚えている部屋をひとつ、入口から窓まで。",
    ),
    Starter(
        slug="talking-about-it",
        tags=LOVE,
        title="Talking about it",
        prompt="The things that couples find hardest to say. How did you find the words, or how do you get by without?",
        ja_title="言いにくいこと",
        ja_prompt="ふたりのあいだでいちばん言いにくいこと。どうやって言葉を見つけましたか。"
        "それとも、言葉なしでやっていますか。",
    ),
    Starter(
        slug="growing-older",
        tags=BODY,
        title="Growing older, wanting still",
        prompt="What changes after forty, fifty, seventy, and what does not? "
        "There is less written about it than there should be.",
        ja_title="年を重ねても",
        ja_prompt="四十、五十、七十を過ぎて変わること、変わらないこと。もっと書かれてよい話だと思います。",
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
