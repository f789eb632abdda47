/** Whoever reads the output may have seen enough (`… | head`): the command ends then, as tools do, without a stack. */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(141);
  });
}
