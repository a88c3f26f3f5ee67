//! What stands behind a site's meter, and what the site then draws from its node; linear in the columns.

use super::context::Context;
use super::effects::used;
use super::lin::Lin;
use super::slices::dispatched;
use super::storage::given;
use super::vars::Vars;
use crate::domain::{BlockId, SiteId};

impl Context<'_> {
    /// Whether anything behind a site's meter can give power.
    #[must_use]
    pub fn has_own_supply(&self, s: SiteId) -> bool {
        self.model.behind(s).next().is_some() || self.model.batteries_behind(s).next().is_some()
    }
}

/// MW that everything behind a site's meter gives in a block: what it gives less what it takes.
#[must_use]
pub fn own_supply(ctx: &Context, vars: &Vars, s: SiteId, p: i32, b: BlockId) -> Lin {
    let mut own = Lin::default();
    ctx.model.behind(s).for_each(|(g, _)| own.add(1.0, &dispatched(vars, g, p, b)));
    ctx.model.batteries_behind(s).for_each(|(y, _)| own.add(1.0, &given(vars, y, p, b)));
    own
}

/// MW that a site's chips and cooling draw in a block.
#[must_use]
pub fn facility_load(ctx: &Context, vars: &Vars, s: SiteId, p: i32, b: BlockId) -> Lin {
    used(ctx, vars, s, p, false).times(ctx.model.sites[s].pue * ctx.model.load_factor(s, b))
}

/// MW that a site draws from its node in a block; negative where it feeds in.
#[must_use]
pub fn imported(ctx: &Context, vars: &Vars, s: SiteId, p: i32, b: BlockId) -> Lin {
    let mut import = facility_load(ctx, vars, s, p, b);
    import.add(-1.0, &own_supply(ctx, vars, s, p, b));
    import
}
