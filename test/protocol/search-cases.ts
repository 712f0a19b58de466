/** Queries in twelve scripts, each with texts that it must find, and texts that it must not find. */
export interface SearchCase {
  query: string;
  found: readonly string[];
  others: readonly string[];
}

export const searchCases: readonly SearchCase[] = [
  { query: 'coffee', found: ['Coffee?', 'two COFFEES, please'], others: ['coffe', 'ice-cream'] },
  { query: 'see you', found: ['You see me', 'see youtube'], others: ['I see', 'sees you'] },
  { query: '"see you"', found: ['See you soon', 'see,\nyou'], others: ['you see', 'see youtube', 'see me and you'] },
  { query: 'foo@bar.com', found: ['mail foo@bar.com now', 'FOO bar company'], others: ['bar foo com', 'foo@bar.org'] },
  { query: "can't", found: ["I can't", 'can’t do'], others: ['can do it'] },
  { query: 'amour', found: ["l'amour", 'Mon amour !'], others: ['glamour'] },
  { query: 'strasse', found: ['Straße 5', 'STRASSE'], others: ['Trasse'] },
  { query: 'Über', found: ['uber alles', 'überall'], others: ['lieber'] },
  { query: 'garcon', found: ['un garçon', 'GARÇONS'], others: ['garco'] },
  { query: 'naïve', found: ['naive', 'Naïveté'], others: ['native'] },
  { query: 'istanbul', found: ['İstanbul', 'ISTANBUL’da'], others: ['Instanbul'] },
  { query: 'ısı', found: ['ISI', 'ısı'], others: ['sıcak'] },
  { query: 'łódź', found: ['Lodz', 'w Łodzi łódź'], others: ['Lod'] },
  { query: 'привет', found: ['Привет, мир', 'ПРИВЕТИК'], others: ['ответ'] },
  { query: 'ёлка', found: ['елка', 'Ёлка'], others: ['полка'] },
  { query: 'θάλασσα', found: ['ΘΑΛΑΣΣΑ', 'η θαλασσα'], others: ['θάλαμος'] },
  { query: 'οδος', found: ['ΟΔΟΣ', 'οδός'], others: ['έξοδος'] },
  { query: 'محمد', found: ['مُحَمَّد', 'محمد علي'], others: ['حمد'] },
  { query: 'احمد', found: ['أحمد', 'كتب أَحْمَد'], others: ['حمد'] },
  { query: 'שלום', found: ['שָׁלוֹם עולם', 'שלום'], others: ['עולם'] },
  { query: '你好', found: ['你好吗', '他说你好。'], others: ['好你', '你很好'] },
  { query: '北京', found: ['我在北京工作', '北京'], others: ['南京', '北方的京城'] },
  { query: '東京', found: ['東京タワー'], others: ['京都の東'] },
  { query: 'ありがとう', found: ['どうもありがとうございます'], others: ['ありとう'] },
  { query: 'カメラ', found: ['新しいｶﾒﾗ', 'カメラ'], others: ['カラメ'] },
  { query: '학교', found: ['학교에 갔다', '학교'], others: ['대학'] },
  { query: '학교 갔', found: ['학교에 갔다'], others: ['학교에 간다'] },
  { query: 'แมว', found: ['ฉันมีแมวสองตัว'], others: ['หมา'] },
  { query: 'ไทย', found: ['ภาษาไทย'], others: ['ภาษา'] },
  { query: 'नमस्ते', found: ['नमस्ते दुनिया'], others: ['दुनिया'] },
  { query: 'हिन्दी', found: ['मैं हिन्दी बोलता हूँ'], others: ['हिन्द'] },
  { query: 'ｆｕｌｌ', found: ['full width', 'ＦＵＬＬ'], others: ['ful'] },
  { query: '🎉', found: ['party 🎉', '🎉🎉'], others: ['🎈'] },
  { query: '42', found: ['room 42', '421'], others: ['1420'] },
  { query: '2026-11', found: ['on 2026-11-27'], others: ['11-2026'] },
  { query: 'Zürich hbf', found: ['ZURICH HBF', 'HBF Zürich'], others: ['Zürichs HBF', 'HBF Bern'] },
  { query: 'v1.2', found: ['released v1.2', 'V1.20'], others: ['v1.3'] },
  { query: 'don’t "go there"', found: ["don't go there"], others: ['go there', "don't there go"] },
  { query: '“quoted words”', found: ['some quoted words here'], others: ['words quoted'] },
  { query: 'éé', found: ['ee', 'ÉÉ'], others: ['e e'] },
];
