extension ReadingProgram {
    static let dockerCompose = ReadingProgram(
        names: ["docker-compose", "docker compose"],
        reads: "`ps`, `logs`, `top`, `images`, `config` (shown, not written), `port`, `version`, `ls`, `stats`, in both spellings.",
        refuses:
            "`exec`, `run`, `config -o`, files from elsewhere. `up -d`, `restart`, `start`, `pull`, `build` are changes; `down`, `stop`, `rm`, `kill`, scaling to 0, removing orphans or volumes destroy.",
        accepted: ["docker-compose ps", "docker compose logs --tail=100 api", "docker-compose config --services"],
        refused: ["docker-compose down", "docker compose up -d", "docker-compose exec api ls", "docker-compose -f - ps"])
}
