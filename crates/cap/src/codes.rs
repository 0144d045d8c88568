//! The closed lists of CAP: each value is written exactly as the standard spells it.

/// A closed list: an enum, and the spelling of each of its values.
macro_rules! codes {
    ($(#[$about:meta])* $list:ident { $($(#[$meaning:meta])* $value:ident = $code:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $list { $($(#[$meaning])* $value,)+ }

        impl $list {
            /// Every value, in the order of the standard.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The value as CAP spells it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$value => $code,)+ }
            }

            /// The value that CAP spells so; capitals count.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}

codes! {
    /// How an alert is to be taken (CAP §3.2.1, `status`).
    Status {
        /// To be acted upon by everybody it is addressed to.
        Actual = "Actual",
        /// To be acted upon by those who take part in an exercise; `note` should name the exercise.
        Exercise = "Exercise",
        /// For the systems that pass alerts on.
        System = "System",
        /// A technical test; nobody acts upon it.
        Test = "Test",
        /// Not yet fit to be acted upon.
        Draft = "Draft",
    }
}

codes! {
    /// What an alert does (CAP §3.2.1, `msgType`).
    MsgType {
        /// Tells something new.
        Alert = "Alert",
        /// Takes the place of the alerts in `references`.
        Update = "Update",
        /// Withdraws the alerts in `references`.
        Cancel = "Cancel",
        /// Says that the alerts in `references` were received and accepted.
        Ack = "Ack",
        /// Rejects the alerts in `references`; `note` should say why.
        Error = "Error",
    }
}

codes! {
    /// Who may see an alert (CAP §3.2.1, `scope`).
    Scope {
        /// Everybody.
        Public = "Public",
        /// Those whom `restriction` describes.
        Restricted = "Restricted",
        /// Those in `addresses`.
        Private = "Private",
    }
}

codes! {
    /// What kind of event it is (CAP §3.2.2, `category`).
    Category {
        /// Of the earth, landslides included.
        Geo = "Geo",
        /// Of the weather, floods included.
        Met = "Met",
        /// General emergency and public safety.
        Safety = "Safety",
        /// Law enforcement, armed forces, homeland and local or private security.
        Security = "Security",
        /// Rescue and recovery.
        Rescue = "Rescue",
        /// Fire.
        Fire = "Fire",
        /// Medical and public health.
        Health = "Health",
        /// Pollution and other harm to the environment.
        Env = "Env",
        /// Public and private transport.
        Transport = "Transport",
        /// Utilities, telecommunication and other infrastructure that is not transport.
        Infra = "Infra",
        /// Chemical, biological, radiological, nuclear or explosive.
        Cbrne = "CBRNE",
        /// Anything else.
        Other = "Other",
    }
}

codes! {
    /// What the audience is advised to do (CAP §3.2.2, `responseType`).
    ResponseType {
        /// Take shelter.
        Shelter = "Shelter",
        /// Leave.
        Evacuate = "Evacuate",
        /// Make the preparations in `instruction`.
        Prepare = "Prepare",
        /// Carry out what was planned beforehand and is named in `instruction`.
        Execute = "Execute",
        /// Keep away from the event.
        Avoid = "Avoid",
        /// Watch the sources of information named in `instruction`.
        Monitor = "Monitor",
        /// Weigh what is told here. Not for warnings to the public.
        Assess = "Assess",
        /// The event no longer threatens.
        AllClear = "AllClear",
        /// Nothing.
        None = "None",
    }
}

codes! {
    /// How soon something must be done (CAP §3.2.2, `urgency`).
    Urgency {
        /// At once.
        Immediate = "Immediate",
        /// Within the next hour.
        Expected = "Expected",
        /// In the near future.
        Future = "Future",
        /// Nothing any more.
        Past = "Past",
        /// Not known.
        Unknown = "Unknown",
    }
}

codes! {
    /// How grave the event is (CAP §3.2.2, `severity`).
    Severity {
        /// An extraordinary threat to life or property.
        Extreme = "Extreme",
        /// A significant threat.
        Severe = "Severe",
        /// A possible threat.
        Moderate = "Moderate",
        /// Hardly a threat, or none known.
        Minor = "Minor",
        /// Not known.
        Unknown = "Unknown",
    }
}

codes! {
    /// How sure it is (CAP §3.2.2, `certainty`).
    Certainty {
        /// It has happened or is going on.
        Observed = "Observed",
        /// More likely than not.
        Likely = "Likely",
        /// Possible, not likely.
        Possible = "Possible",
        /// Not expected.
        Unlikely = "Unlikely",
        /// Not known.
        Unknown = "Unknown",
    }
}
