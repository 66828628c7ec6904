//! The methods by name: which sums they need and which components they give.

use super::baily_hulten_campbell::baily_hulten_campbell;
use super::baldwin_gu::baldwin_gu;
use super::change::Change;
use super::diewert_fox::diewert_fox;
use super::foster_haltiwanger_krizan::foster_haltiwanger_krizan;
use super::griliches_regev::griliches_regev;
use super::melitz_polanec::melitz_polanec;
use crate::error::{Error, Result};
use crate::productivity::number::Number;

/// A decomposition of the change between two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Baily, Hulten and Campbell (1992).
    BailyHultenCampbell,
    /// Griliches and Regev (1995), which is also method 2 of Foster, Haltiwanger and Krizan (2001).
    GrilichesRegev,
    /// Method 1 of Foster, Haltiwanger and Krizan (2001).
    FosterHaltiwangerKrizan,
    /// Baldwin and Gu (2006).
    BaldwinGu,
    /// Diewert and Fox (2010).
    DiewertFox,
    /// Melitz and Polanec (2015).
    MelitzPolanec,
}

impl Method {
    /// The method of this name, as users write it.
    pub fn named(name: &str) -> Result<Self> {
        match name {
            "baily-hulten-campbell" => Ok(Self::BailyHultenCampbell),
            "griliches-regev" | "foster-haltiwanger-krizan-2" => Ok(Self::GrilichesRegev),
            "foster-haltiwanger-krizan" => Ok(Self::FosterHaltiwangerKrizan),
            "baldwin-gu" => Ok(Self::BaldwinGu),
            "diewert-fox" => Ok(Self::DiewertFox),
            "melitz-polanec" => Ok(Self::MelitzPolanec),
            other => Err(Error::invalid(format!("`method` is not known: \"{other}\""))),
        }
    }

    /// Whether weights of one period meet productivity of the other one.
    #[must_use]
    pub fn crosses(self) -> bool {
        self != Self::MelitzPolanec
    }

    /// How many numbers `components` appends.
    #[must_use]
    pub fn components_and_total(self) -> usize {
        if self == Self::FosterHaltiwangerKrizan { 6 } else { 5 }
    }

    /// Appends the components and then the total; none but the total where one end has no firms that weigh.
    pub fn components<T: Number>(self, change: &Change<T>, to: &mut Vec<T>) {
        let total = change.total();
        let start = to.len();
        match self {
            Self::BailyHultenCampbell => to.extend(baily_hulten_campbell(change)),
            Self::GrilichesRegev => to.extend(griliches_regev(change)),
            Self::FosterHaltiwangerKrizan => to.extend(foster_haltiwanger_krizan(change)),
            Self::BaldwinGu => to.extend(baldwin_gu(change)),
            Self::DiewertFox => to.extend(diewert_fox(change)),
            Self::MelitzPolanec => to.extend(melitz_polanec(change)),
        }
        if total.plain().is_nan() {
            let undefined = T::from(f64::NAN);
            // The survivors' mean weighs nothing, so it stands even then.
            to[start + usize::from(self == Self::MelitzPolanec)..].fill(undefined);
        }
        to.push(total);
    }
}
