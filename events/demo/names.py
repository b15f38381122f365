"""Names for invented people: family names with their reading (old kanji forms among them) and given names by generation."""

from dataclasses import dataclass
from random import Random

# Written form:reading. The first line holds forms that imports and searches stumble over (髙 﨑 濵 𠮷 and their like).
_FAMILY = """
髙橋:タカハシ 髙木:タカギ 髙田:タカダ 髙島:タカシマ 﨑山:サキヤマ 山﨑:ヤマザキ 岩﨑:イワサキ 宮﨑:ミヤザキ 齋藤:サイトウ 齊藤:サイトウ 斎藤:サイトウ 斉藤:サイトウ
渡邉:ワタナベ 渡邊:ワタナベ 渡辺:ワタナベ 濵田:ハマダ 濱口:ハマグチ 𠮷田:ヨシダ 𠮷村:ヨシムラ 吉田:ヨシダ 廣瀬:ヒロセ 櫻井:サクライ 澤田:サワダ 德永:トクナガ
佐藤:サトウ 鈴木:スズキ 高橋:タカハシ 田中:タナカ 伊藤:イトウ 山本:ヤマモト 中村:ナカムラ 小林:コバヤシ 加藤:カトウ 山田:ヤマダ 佐々木:ササキ 山口:ヤマグチ
松本:マツモト 井上:イノウエ 木村:キムラ 清水:シミズ 林:ハヤシ 阿部:アベ 池田:イケダ 橋本:ハシモト 山下:ヤマシタ 石川:イシカワ 中島:ナカジマ 前田:マエダ
藤田:フジタ 小川:オガワ 後藤:ゴトウ 岡田:オカダ 長谷川:ハセガワ 村上:ムラカミ 近藤:コンドウ 石井:イシイ 坂本:サカモト 遠藤:エンドウ 青木:アオキ 藤井:フジイ
西村:ニシムラ 福田:フクダ 太田:オオタ 三浦:ミウラ 岡本:オカモト 松田:マツダ 中川:ナカガワ 中野:ナカノ 原田:ハラダ 小野:オノ 田村:タムラ 竹内:タケウチ
金子:カネコ 和田:ワダ 中山:ナカヤマ 石田:イシダ 上田:ウエダ 森田:モリタ 原:ハラ 柴田:シバタ 酒井:サカイ 工藤:クドウ 横山:ヨコヤマ 宮本:ミヤモト
内田:ウチダ 高木:タカギ 安藤:アンドウ 谷口:タニグチ 大野:オオノ 丸山:マルヤマ 今井:イマイ 藤本:フジモト 武田:タケダ 村田:ムラタ 上野:ウエノ 杉山:スギヤマ
増田:マスダ 平野:ヒラノ 大塚:オオツカ 千葉:チバ 久保:クボ 松井:マツイ 小島:コジマ 岩田:イワタ 桜井:サクライ 野口:ノグチ 松尾:マツオ 木下:キノシタ
野村:ノムラ 菊地:キクチ 佐野:サノ 大西:オオニシ 杉本:スギモト 新井:アライ 浜田:ハマダ 市川:イチカワ 古川:フルカワ 水野:ミズノ 小松:コマツ 島田:シマダ
山内:ヤマウチ 西田:ニシダ 北村:キタムラ 安田:ヤスダ 五十嵐:イガラシ 川口:カワグチ 平田:ヒラタ 関:セキ 中田:ナカタ 久保田:クボタ 服部:ハットリ 東:アズマ
岩崎:イワサキ 土屋:ツチヤ 川崎:カワサキ 福島:フクシマ 本田:ホンダ 辻:ツジ 樋口:ヒグチ 秋山:アキヤマ 田口:タグチ 永井:ナガイ 山中:ヤマナカ 中西:ナカニシ
吉村:ヨシムラ 川上:カワカミ 石原:イシハラ 大橋:オオハシ 松岡:マツオカ 馬場:ババ 浅野:アサノ 荒木:アラキ 大久保:オオクボ 熊谷:クマガイ 野田:ノダ 川村:カワムラ
小山:コヤマ 田辺:タナベ 星野:ホシノ 大谷:オオタニ 黒田:クロダ 堀:ホリ 尾崎:オザキ 望月:モチヅキ 永田:ナガタ 内藤:ナイトウ 松村:マツムラ 西川:ニシカワ
菅原:スガワラ 早川:ハヤカワ 小沢:オザワ 大島:オオシマ 平井:ヒライ 堀内:ホリウチ 本間:ホンマ 富田:トミタ 片山:カタヤマ 荒井:アライ 矢野:ヤノ 須藤:スドウ
関口:セキグチ 広瀬:ヒロセ 松下:マツシタ 飯田:イイダ 小田:オダ 沢田:サワダ 根本:ネモト 白石:シライシ 篠原:シノハラ 小池:コイケ 河野:コウノ 宮下:ミヤシタ
栗原:クリハラ 堤:ツツミ 古賀:コガ 森本:モリモト 岡崎:オカザキ 天野:アマノ 大川:オオカワ 奥村:オクムラ 宇野:ウノ 三宅:ミヤケ 飯島:イイジマ 相沢:アイザワ
稲葉:イナバ 柏木:カシワギ 神谷:カミヤ 芦田:アシダ 湯浅:ユアサ 深沢:フカザワ 塩沢:シオザワ 春日:カスガ 唐沢:カラサワ 丹羽:ニワ 榎本:エノモト 風間:カザマ
曽根:ソネ 羽田:ハネダ 八木:ヤギ 梶原:カジワラ 堀江:ホリエ 植田:ウエダ 真鍋:マナベ 滝沢:タキザワ 名取:ナトリ 鴨下:カモシタ 戸田:トダ 寺島:テラシマ
"""

_MEN = """
誠一:セイイチ 正彦:マサヒコ 和夫:カズオ 隆:タカシ 茂:シゲル 博:ヒロシ 進:ススム 勝:マサル 清:キヨシ 稔:ミノル 修:オサム 実:ミノル 昭夫:アキオ 幸雄:ユキオ
健一:ケンイチ 健二:ケンジ 英夫:ヒデオ 英明:ヒデアキ 義明:ヨシアキ 義男:ヨシオ 忠:タダシ 孝:タカシ 明:アキラ 豊:ユタカ 勇:イサム 武:タケシ 浩:ヒロシ 浩二:コウジ
俊夫:トシオ 俊一:シュンイチ 敏夫:トシオ 敏彦:トシヒコ 文雄:フミオ 政雄:マサオ 政治:マサハル 久雄:ヒサオ 利夫:トシオ 信夫:ノブオ 信一:シンイチ 哲夫:テツオ 哲也:テツヤ 克己:カツミ
光男:ミツオ 光一:コウイチ 良一:リョウイチ 良夫:ヨシオ 秀樹:ヒデキ 秀雄:ヒデオ 直樹:ナオキ 直人:ナオト 康夫:ヤスオ 康弘:ヤスヒロ 達也:タツヤ 達夫:タツオ 雅之:マサユキ 雅彦:マサヒコ
洋一:ヨウイチ 洋:ヒロシ 徹:トオル 透:トオル 聡:サトシ 悟:サトル 治:オサム 守:マモル 保:タモツ 功:イサオ 弘:ヒロシ 弘之:ヒロユキ 宏:ヒロシ 宏一:コウイチ
伸一:シンイチ 伸夫:ノブオ 邦夫:クニオ 邦彦:クニヒコ 憲一:ケンイチ 憲司:ケンジ 泰三:タイゾウ 泰夫:ヤスオ 章:アキラ 正:タダシ 正一:ショウイチ 正博:マサヒロ 正樹:マサキ 晴夫:ハルオ
賢治:ケンジ 賢一:ケンイチ 重雄:シゲオ 重信:シゲノブ 春夫:ハルオ 秋夫:アキオ 耕一:コウイチ 耕平:コウヘイ 寛:ヒロシ 寛治:カンジ 公一:コウイチ 公平:コウヘイ 芳雄:ヨシオ 芳男:ヨシオ
"""

_WOMEN = """
和子:カズコ 幸子:サチコ 節子:セツコ 洋子:ヨウコ 弘子:ヒロコ 京子:キョウコ 恵子:ケイコ 悦子:エツコ 美智子:ミチコ 順子:ジュンコ 裕子:ユウコ 典子:ノリコ 久美子:クミコ 由美子:ユミコ
真理子:マリコ 直美:ナオミ 明美:アケミ 智子:トモコ 陽子:ヨウコ 淳子:ジュンコ 文子:フミコ 道子:ミチコ 敏子:トシコ 信子:ノブコ 千恵子:チエコ 佳子:ヨシコ 雅子:マサコ 栄子:エイコ
君江:キミエ 玲子:レイコ 礼子:レイコ 浩美:ヒロミ 尚子:ナオコ 泰子:ヤスコ 薫:カオル 緑:ミドリ 郁子:イクコ 登美子:トミコ 紀子:ノリコ 静江:シズエ 房子:フサコ 晴美:ハルミ
"""

_YOUNGER = """
大輔:ダイスケ 拓也:タクヤ 翔太:ショウタ 健太:ケンタ 亮:リョウ 直人:ナオト 雄介:ユウスケ 俊介:シュンスケ 祐樹:ユウキ 慎也:シンヤ 和也:カズヤ 剛:ツヨシ 学:マナブ 圭:ケイ
美和:ミワ 真由:マユ 愛:アイ 彩:アヤ 麻衣:マイ 香織:カオリ 千春:チハル 亜希子:アキコ 恵美:エミ 理恵:リエ 綾子:アヤコ 奈緒:ナオ 友美:トモミ 沙織:サオリ
"""


def _pairs(table: str) -> tuple[tuple[str, str], ...]:
    return tuple((written, kana) for written, kana in (word.split(":") for word in table.split()))


FAMILY = _pairs(_FAMILY)
MEN = _pairs(_MEN)
WOMEN = _pairs(_WOMEN)
YOUNGER = _pairs(_YOUNGER)


@dataclass(frozen=True, slots=True)
class PersonName:
    family: str
    given: str
    family_kana: str
    given_kana: str

    @property
    def name(self) -> str:
        return f"{self.family} {self.given}"

    @property
    def kana(self) -> str:
        return f"{self.family_kana} {self.given_kana}"


class NameBook:
    """Draws names from one `Random`; no two people of one book bear the same written name."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[tuple[str, str]] = set()

    def senior(self, women: float = 0.28) -> PersonName:
        return self._draw(WOMEN if self._rng.random() < women else MEN)

    def president(self, women: float = 0.2) -> PersonName:
        young = self._rng.random() < 0.25
        return self._draw(YOUNGER if young else WOMEN if self._rng.random() < women else MEN)

    def officer(self) -> PersonName:
        return self._draw(YOUNGER if self._rng.random() < 0.75 else MEN)

    def _draw(self, given_names: tuple[tuple[str, str], ...]) -> PersonName:
        while True:
            family, given = self._rng.choice(FAMILY), self._rng.choice(given_names)
            if (family[0], given[0]) not in self._used:
                self._used.add((family[0], given[0]))
                return PersonName(family[0], given[0], family[1], given[1])


class ManyNames(NameBook):
    """For the national size, where namesakes are normal and drawing again would be slow."""

    def _draw(self, given_names: tuple[tuple[str, str], ...]) -> PersonName:
        family, given = self._rng.choice(FAMILY), self._rng.choice(given_names)
        return PersonName(family[0], given[0], family[1], given[1])
