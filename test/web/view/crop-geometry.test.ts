/** The arithmetic of cropping a picture. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Crop,
  mostZoom,
  moved,
  pictureSide,
  placed,
  type Size,
  shareOf,
  widestCrop,
  zoomAt,
  zoomedTo,
  zoomOf,
} from '../../../src/web/view/settings/crop-geometry.ts';

const wide: Size = { width: 1_200, height: 800 };

describe('the crop of a picture', () => {
  it('begins as the largest square around the middle', () => {
    expect(widestCrop(wide)).to.deep.equal({ x: 600, y: 400, side: 800 });
    expect(widestCrop({ width: 3, height: 9 })).to.deep.equal({ x: 1.5, y: 4.5, side: 3 });
  });

  it('keeps its middle when the zoom grows', () => {
    expect(zoomedTo(wide, { x: 700, y: 400, side: 800 }, 2)).to.deep.equal({ x: 700, y: 400, side: 400 });
  });

  it('comes back within the image when the zoom falls', () => {
    expect(zoomedTo(wide, { x: 1_100, y: 700, side: 200 }, 1)).to.deep.equal({ x: 800, y: 400, side: 800 });
  });

  it('moves by parts of its side, up to the edges', () => {
    const crop = zoomedTo(wide, widestCrop(wide), 2);
    expect(moved(wide, crop, 0.25, -0.1)).to.deep.equal({ x: 700, y: 360, side: 400 });
    expect(moved(wide, crop, 9, 9)).to.deep.equal({ x: 1_000, y: 600, side: 400 });
    expect(moved(wide, crop, -9, -9)).to.deep.equal({ x: 200, y: 200, side: 400 });
  });

  it('zooms as far as there are pixels, and at least by two', () => {
    expect(mostZoom({ width: 5_000, height: 4_000 })).to.equal(8);
    expect(mostZoom({ width: 512, height: 600 })).to.equal(4);
    expect(mostZoom({ width: 10, height: 10 })).to.equal(2);
  });

  it('has the zoom that it was given', () => {
    expect(zoomOf(wide, zoomedTo(wide, widestCrop(wide), 3))).to.be.closeTo(3, 1e-9);
    expect(zoomOf(wide, zoomedTo(wide, widestCrop(wide), 0))).to.equal(1);
    expect(zoomOf(wide, zoomedTo(wide, widestCrop(wide), 99))).to.equal(mostZoom(wide));
  });

  it('turns the slider into a zoom and back', () => {
    expect([zoomAt(wide, 0), zoomAt(wide, 1)]).to.deep.equal([1, mostZoom(wide)]);
    expect(shareOf(wide, zoomAt(wide, 0.3))).to.be.closeTo(0.3, 1e-9);
  });

  it('becomes a picture of at most 512 pixels, and never a larger one than it is', () => {
    expect(pictureSide({ x: 0, y: 0, side: 800 })).to.equal(512);
    expect(pictureSide({ x: 0, y: 0, side: 99.6 })).to.equal(100);
    expect(pictureSide({ x: 0, y: 0, side: 0.2 })).to.equal(1);
  });

  it('fills the frame in the middle of the stage', () => {
    const placement = placed(wide, { x: 700, y: 360, side: 400 }, 500, 400);
    expect(placement).to.deep.equal({ left: -450, top: -110, width: 1_200, height: 800 });
  });

  it('never leaves the image', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    const step = fc.double({ min: -3, max: 3, noNaN: true });
    const steps = fc.array(fc.tuple(step, step, fc.double({ min: 0, max: 20, noNaN: true })), { maxLength: 20 });
    fc.assert(
      fc.property(side, side, steps, (width, height, all) => {
        const image = { width, height };
        const change = (crop: Crop, [right, down, zoom]: [number, number, number]) =>
          zoomedTo(image, moved(image, crop, right, down), zoom);
        const crop = all.reduce(change, widestCrop(image));
        const most = 1e-6;
        expect(crop.side).to.be.within(0, Math.min(width, height));
        expect(crop.x - crop.side / 2).to.be.least(-most);
        expect(crop.y - crop.side / 2).to.be.least(-most);
        expect(crop.x + crop.side / 2).to.be.most(width + most);
        expect(crop.y + crop.side / 2).to.be.most(height + most);
      }),
    );
  });
});
