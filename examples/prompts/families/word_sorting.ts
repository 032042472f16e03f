/**
 * Word sorting: "Sort the following words alphabetically: List: oven costume counterpart".
 *
 * @module
 */
import { sample, whole } from "../draw.ts";
import type { Family } from "../family.ts";

const words =
  `abacus acorn anchor apron arson artichoke aspect atlas badger balcony bamboo banister barley basin beacon beetle bishop
blanket bonnet bottle bramble brigade bucket cabin cactus candle canyon carbon cargo castle cedar census chapel charcoal
cherry chisel cinder cobalt comet copper coral costume counterpart cradle cricket crystal curtain dagger daisy delta
desert diesel dolphin domino dragon drizzle eagle easel ebony eclipse elbow ember engine envelope falcon fathom feather
fennel ferry fiddle flannel flint fossil fountain gallery garlic gazelle geyser ginger glacier goblet granite gravel
hammer harbor hazel helmet heron hollow hornet iceberg indigo island ivory jacket jasmine jigsaw jungle kernel kettle
kitten ladder lagoon lantern lattice lemon lichen linen lobster locket magnet mango maple marble meadow melon mirror
molasses mosaic mustard napkin nectar needle nickel nutmeg oasis ocean olive onyx orbit otter oven oyster paddle panther
paper parcel pebble pelican pepper pewter phone pigeon pillow planet plaster pocket poplar prairie pumpkin quarry quartz
quill rabbit radish raven ribbon ridge rocket saddle saffron salmon sandal sapphire satchel scarf shadow shingle silver
sparrow spindle sponge stable statue syrup tablet talon tapestry teapot thicket thimble timber tobacco topaz trumpet
tulip tunnel turnip umbrella urchin valley vanilla velvet violet walnut walrus weasel whistle willow window yarrow zephyr`
    .split(/\s+/);

/** Three to ten words to sort. */
export const wordSorting: Family = {
  name: "word_sorting",
  make(random) {
    const list = sample(random, words, whole(random, 3, 10));
    const places = list.map((word) => words.indexOf(word)).sort((one, other) => one - other);
    return {
      input: `Sort the following words alphabetically: List: ${list.join(" ")}`,
      expected: places.map((place) => words[place]).join(" "),
    };
  },
  pattern: /Sort the following words alphabetically: List: [a-z]+(?: [a-z]+)*/g,
  solve: (question) => question.split("List: ")[1]!.split(" ").sort().join(" "), // !: the pattern has it
};
