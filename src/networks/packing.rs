//! Drawings of several components side by side, on an area that is about square.

type Place = [f64; 2];

/// Room around each component.
const MARGIN: f64 = 0.5;

/// How much wider than the square of their areas all components may stand together.
const WIDER: f64 = 1.15;

/// Part of the upper edge of what is placed already.
struct Step {
    left: f64,
    width: f64,
    height: f64,
}

/// Moves the components beside each other, where there is room nearest to the top, in their order.
pub(super) fn packed(mut parts: Vec<Vec<Place>>) -> Vec<Vec<Place>> {
    let boxes: Vec<(f64, f64)> = parts.iter_mut().map(|places| cornered(places)).collect();
    let area: f64 = boxes.iter().map(|(width, height)| width * height).sum();
    let widest = boxes.iter().fold(0.0_f64, |widest, &(width, _)| widest.max(width));
    let mut skyline = vec![Step { left: 0.0, width: widest.max(WIDER * area.sqrt()), height: 0.0 }];
    for (places, (width, height)) in parts.iter_mut().zip(boxes) {
        let (first, top) = best(&skyline, width);
        let left = skyline[first].left;
        for place in places.iter_mut() {
            *place = [place[0] + left, -(place[1] + top)];
        }
        cover(&mut skyline, first, width, top + height);
    }
    parts
}

/// Moves places so that their box with its margin starts at 0, and returns its size.
fn cornered(places: &mut [Place]) -> (f64, f64) {
    let end = |axis: usize, pick: fn(f64, f64) -> f64, from: f64| {
        places.iter().fold(from, |end, place| pick(end, place[axis]))
    };
    let low = [end(0, f64::min, f64::INFINITY), end(1, f64::min, f64::INFINITY)];
    let high = [end(0, f64::max, f64::NEG_INFINITY), end(1, f64::max, f64::NEG_INFINITY)];
    for place in places {
        *place = [place[0] - low[0] + MARGIN, place[1] - low[1] + MARGIN];
    }
    (high[0] - low[0] + 2.0 * MARGIN, high[1] - low[1] + 2.0 * MARGIN)
}

/// The step at which a box of this width comes to stand nearest to the top, and how far from it.
fn best(skyline: &[Step], width: f64) -> (usize, f64) {
    let mut best = (0, f64::INFINITY);
    for first in 0..skyline.len() {
        let (mut room, mut top) = (0.0, 0.0_f64);
        for step in &skyline[first..] {
            top = top.max(step.height);
            room += step.width;
            if room >= width * (1.0 - 1e-12) {
                break;
            }
        }
        if room >= width * (1.0 - 1e-12) && top < best.1 {
            best = (first, top);
        }
    }
    // The first step alone is as wide as the widest box, so that there is always room.
    if best.1 == f64::INFINITY { (0, skyline.iter().fold(0.0, |top, step| step.height.max(top))) } else { best }
}

/// Puts a box on the skyline.
fn cover(skyline: &mut Vec<Step>, first: usize, width: f64, height: f64) {
    let left = skyline[first].left;
    let mut rest = width;
    while first < skyline.len() && skyline[first].width <= rest * (1.0 + 1e-12) {
        rest -= skyline.remove(first).width;
    }
    if first < skyline.len() && rest > 0.0 {
        skyline[first].left += rest;
        skyline[first].width -= rest;
    }
    skyline.insert(first, Step { left, width, height });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_do_not_overlap_and_fill_about_a_square() {
        let sizes: Vec<f64> = (0..60).map(|i| f64::from(60 - i) / 4.0).collect();
        let parts = sizes.iter().map(|&size| vec![[3.0, -1.0], [3.0 + size, -1.0 + size / 2.0]]).collect();
        let corners = packed(parts);
        for (i, one) in corners.iter().enumerate() {
            for other in &corners[..i] {
                let beside = one[1][0] < other[0][0] || other[1][0] < one[0][0];
                let above = one[1][1] > other[0][1] || other[1][1] > one[0][1];
                assert!(beside || above, "{one:?} {other:?}");
            }
        }
        let right = corners.iter().fold(0.0_f64, |right, part| right.max(part[1][0]));
        let bottom = corners.iter().fold(0.0_f64, |bottom, part| bottom.min(part[1][1]));
        assert!(right / -bottom > 0.8 && right / -bottom < 1.6, "{right} {bottom}");
        assert!(packed(Vec::new()).is_empty());
    }
}
