//! The time of the story, from the time on the wall: it stands while the exercise is paused, and runs as fast as the
//! part of the exercise says. A pause moves everything that is still to come, because all of that is kept in the time
//! of the story.

use crate::model::Phase;

/// The clock of a running exercise.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clock {
    /// A moment on the wall …
    wall: i64,
    /// … and the moment of the story that it was.
    story: i64,
    /// Seconds of the story in a second on the wall.
    speed: f64,
    paused: bool,
    /// The part that comes next.
    next: usize,
}

impl Clock {
    pub fn new(phases: &[Phase]) -> Self {
        let speed = phases.first().map_or(1.0, |first| first.speed);
        Self { wall: 0, story: 0, speed, paused: false, next: 1 }
    }

    /// Goes on to a moment on the wall; gives the moment of the story. Time never goes back.
    pub fn go(&mut self, wall: i64, phases: &[Phase]) -> i64 {
        let wall = wall.max(self.wall);
        if self.paused {
            self.wall = wall;
            return self.story;
        }
        while let Some(next) = phases.get(self.next) {
            let begins = self.wall_of(next.from);
            if begins > wall {
                break;
            }
            *self = Self {
                wall: begins,
                story: next.from.max(self.story),
                speed: next.speed,
                next: self.next + 1,
                ..*self
            };
        }
        self.story + ((wall - self.wall) as f64 * self.speed).round() as i64
    }

    /// The moment on the wall at which the story comes to a moment, if nothing changes.
    pub fn wall_of(&self, story: i64) -> i64 {
        self.wall + ((story - self.story).max(0) as f64 / self.speed).ceil() as i64
    }

    /// When the story comes to a moment, with the parts between at their own speeds; never while paused.
    pub fn when(&self, story: i64, phases: &[Phase]) -> Option<i64> {
        if self.paused {
            return None;
        }
        let mut clock = self.clone();
        while let Some(next) = phases.get(clock.next).filter(|next| next.from < story) {
            let wall = clock.wall_of(next.from);
            clock = Self {
                wall,
                story: next.from.max(clock.story),
                speed: next.speed,
                next: clock.next + 1,
                ..clock
            };
        }
        Some(clock.wall_of(story))
    }

    pub fn pause(&mut self, wall: i64, phases: &[Phase]) {
        self.set(wall, phases);
        self.paused = true;
    }

    pub fn resume(&mut self, wall: i64, phases: &[Phase]) {
        self.set(wall, phases);
        self.paused = false;
    }

    pub fn speed(&mut self, wall: i64, speed: f64, phases: &[Phase]) {
        if speed.is_finite() && speed > 0.0 {
            self.set(wall, phases);
            self.speed = speed;
        }
    }

    fn set(&mut self, wall: i64, phases: &[Phase]) {
        self.story = self.go(wall, phases);
        self.wall = wall.max(self.wall);
    }
}
