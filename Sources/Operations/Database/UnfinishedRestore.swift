public import Configuration
internal import SystemKit

extension DatabaseBackups {
    /// What a restore that was cut has come to, by the files that lie there: `DatabaseSwap` knows no other states.
    public enum Standing: Sendable, Equatable {
        /// Nothing lies in the place; what was there is whole under this name.
        case missing(kept: String)
        /// Nothing lies there, and nothing was put aside.
        case gone
        /// A copy that was not finished lies beside; the database is as it was.
        case untouched(unfinished: String)
        /// A database is in its place; what was put aside last, if anything.
        case inPlace(kept: String?)
    }

    public static func standing(in configuration: Configuration) -> Standing {
        let place = DatabasePlace(configuration.absolute(configuration.database.value))
        guard Files.kind(place.path) != nil else { return place.lastAside.map { .missing(kept: $0) } ?? .gone }
        if Files.kind(place.staged) != nil { return .untouched(unfinished: place.staged) }
        return .inPlace(kept: place.lastAside)
    }
}
