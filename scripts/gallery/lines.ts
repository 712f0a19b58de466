/** The names and the texts of the gallery. */

export const firstNames = [
  'Zoë',
  'Ravi',
  'Ingrid',
  'Mateo',
  'Aylin',
  'Tom',
  'Θάνος',
  'Lea',
  'Omar',
  'Yuki',
  'Sofia',
  'Emil',
];
export const lastNames = [
  'Lindqvist',
  'Patel',
  'Moreau',
  'García',
  'Demir',
  'O’Neill',
  'Weber',
  'Haddad',
  'Mori',
  'Rossi',
];

export const openers = [
  'Can you send me the address again?',
  'That was a lovely evening, thank you!',
  'Running ten minutes late',
  'Did you see the photos from Sunday?',
  'مرحبا، كيف حالك؟',
  'Let us move the meeting to Thursday, if that is fine with you. I have to be at the school until four.',
  'Happy birthday 🎂',
  'ok',
];

export const talk = [
  { from: 'ben', text: 'Are we still on for Saturday?' },
  { from: 'ana', text: 'Yes! I looked up the trains' },
  { from: 'ana', text: 'There is one at 9:12 and one at 10:40' },
  { from: 'ben', text: 'Earlier is better, the museum gets full' },
  { from: 'ben', text: 'And we could walk along the river first: https://example.org/river-walk' },
] as const;

export const longText = `Good. Things to bring:
- a jacket, they say it will rain
- the book you promised me
- \`cash\` for the market`;
