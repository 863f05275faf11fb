/// What of docker's and docker-compose's lines only looks: the subcommands stand in `ComposeSubcommands`.
extension ReadingProgram {
    static let docker = ReadingProgram(
        names: ["docker"],
        reads: "`ps`, `logs`, `top`, `images`, `port`, `version`, `info`, `stats`, bounded `events`. `logs -f` and `stats` are read once.",
        refuses:
            "`exec`, `run`, `cp`, `inspect` (it shows every secret), other contexts and hosts. `restart`, `start` and `pull` are changes; `stop`, `rm`, `kill`, `update` destroy.",
        accepted: ["docker ps -a", "docker logs jarvis-api", "docker stats"],
        refused: ["docker exec api ls", "docker stop api", "docker -H tcp://1.2.3.4 ps", "docker system prune -af", "docker inspect api"])
}
