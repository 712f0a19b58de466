/** Which characters a display name may have: none that hides, or that turns round or breaks off what stands beside it. */

/** Controls, those of formats and of direction included, breaks of lines, and what is drawn as nothing at all. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * The invisible that a script or a picture needs: joiners (Persian, Sinhala, families of emoji) and selectors of a variant.
 * Not after a letter of those scripts that need none: there it would only make two names look the same.
 */
const shaping =
  /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{Join_Control}\p{Variation_Selector}]/gu;

/** The flag of a part of a country: a black flag and its code in letters that are not drawn. */
const regionalFlag = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu;

export function isPlain(name: string): boolean {
  return !hidden.test(name.replace(regionalFlag, '').replace(shaping, ''));
}
