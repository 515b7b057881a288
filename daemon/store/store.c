#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A WAL that one huge transaction blew up shrinks back to this. */
#define WAL_KEPT_BYTES "67108864"

int wb_store_refuse(struct wb_store *store, int error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(store->error, sizeof(store->error), format, args);
	va_end(args);
	return error;
}

static int last_errno(sqlite3_file *file)
{
	int error = 0;

	if (file && file->pMethods) {
		file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO,
		                             &error);
	}
	return error;
}

/* SQLite tells why a write failed per file only; the WAL is tried first. */
static int write_errno(sqlite3 *db)
{
	sqlite3_file *wal = NULL;
	int error = 0;

	sqlite3_file_control(db, NULL, SQLITE_FCNTL_JOURNAL_POINTER, &wal);
	error = last_errno(wal);
	if (error == 0) {
		sqlite3_file_control(db, NULL, SQLITE_FCNTL_LAST_ERRNO, &error);
	}
	return error;
}

/* A quota or a file-size limit is "disk full" to whoever has to act on it. */
static bool is_full(sqlite3 *db, int rc)
{
	if ((rc & 0xff) == SQLITE_FULL) {
		return true;
	}
	if (!db || rc != SQLITE_IOERR_WRITE) {
		return false;
	}
	int error = write_errno(db);
	return error == EDQUOT || error == EFBIG || error == ENOSPC;
}

static int to_errno(sqlite3 *db, int rc)
{
	if (is_full(db, rc)) {
		return -ENOSPC;
	}
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EBADMSG;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return -EACCES;
	case SQLITE_TOOBIG:
		return -E2BIG;
	default:
		return -EIO;
	}
}

int wb_store_fail(struct wb_store *store, const char *doing, int rc)
{
	int error = to_errno(store->db, rc);
	const char *text =
		store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc);

	if (error == -ENOSPC) {
		text = "no space left on the disk";
	}
	return wb_store_refuse(store, error, "%s: %s", doing, text);
}

int wb_store_exec(struct wb_store *store, const char *sql)
{
	int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : wb_store_fail(store, "cannot write", rc);
}

int wb_store_prepare(struct wb_store *store, const char *sql,
                     sqlite3_stmt **ret_stmt)
{
	int rc = sqlite3_prepare_v3(store->db, sql, -1,
	                            SQLITE_PREPARE_PERSISTENT, ret_stmt, NULL);

	return rc == SQLITE_OK ? 0 : wb_store_fail(store, "cannot prepare", rc);
}

int wb_store_run(struct wb_store *store, sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);
	int result = rc == SQLITE_DONE
	                     ? 0
	                     : wb_store_fail(store, "cannot write", rc);

	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return result;
}

int wb_store_begin(struct wb_store *store)
{
	return wb_store_exec(store, "BEGIN IMMEDIATE");
}

int wb_store_end(struct wb_store *store, int result)
{
	if (result == 0) {
		result = wb_store_exec(store, "COMMIT");
	}
	/* A full disk may have rolled it back already. */
	if (result != 0 && !sqlite3_get_autocommit(store->db)) {
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	}
	return result;
}

void wb_store_bind_str(sqlite3_stmt *stmt, int index, struct wb_str text)
{
	if (text.data) {
		sqlite3_bind_text64(stmt, index, text.data, text.len,
		                    SQLITE_STATIC, SQLITE_UTF8);
	} else {
		sqlite3_bind_null(stmt, index);
	}
}

struct wb_str wb_store_column_str(sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return (struct wb_str){ text,
		                (size_t)sqlite3_column_bytes(stmt, column) };
}

static int read_number(struct wb_store *store, const char *sql,
                       int64_t *ret_number)
{
	sqlite3_stmt *stmt;
	int result = wb_store_prepare(store, sql, &stmt);

	if (result != 0) {
		return result;
	}
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		*ret_number = sqlite3_column_int64(stmt, 0);
	} else {
		result = wb_store_fail(store, "cannot read", rc);
	}
	sqlite3_finalize(stmt);
	return result;
}

/*
 * Exclusive before the first access: then SQLite keeps the lock from that
 * access to the close, and needs no shared memory file beside the WAL.
 */
static int set_up(struct wb_store *store, bool durable)
{
	int result = wb_store_exec(store,
	                           "PRAGMA locking_mode=EXCLUSIVE;"
	                           "PRAGMA journal_mode=WAL;"
	                           "PRAGMA journal_size_limit=" WAL_KEPT_BYTES);

	if (result != 0) {
		return result;
	}
	return wb_store_exec(store, durable ? "PRAGMA synchronous=FULL"
	                                    : "PRAGMA synchronous=NORMAL");
}

static int create_schema(struct wb_store *store,
                         const struct wb_store_kind *kind)
{
	char sql[96];
	int result = wb_store_begin(store);

	if (result != 0) {
		return result;
	}
	snprintf(sql, sizeof(sql),
	         "PRAGMA application_id=%d; PRAGMA user_version=%d",
	         (int)kind->application_id, (int)kind->version);
	result = wb_store_exec(store, sql);
	if (result == 0) {
		result = wb_store_exec(store, kind->schema);
	}
	return wb_store_end(store, result);
}

static int check_kind(struct wb_store *store, const struct wb_store_kind *kind)
{
	int64_t id = 0;
	int64_t version = 0;
	int64_t tables = 0;
	int result = read_number(store, "PRAGMA application_id", &id);

	if (result == 0) {
		result = read_number(store, "PRAGMA user_version", &version);
	}
	if (result == 0) {
		result = read_number(
			store, "SELECT count(*) FROM sqlite_schema", &tables);
	}
	if (result != 0) {
		return result;
	}
	if (id == 0 && version == 0 && tables == 0) {
		return create_schema(store, kind);
	}
	if (id != kind->application_id) {
		return wb_store_refuse(store, -EBADMSG,
		                       "it is a database of something else");
	}
	if (version != kind->version) {
		return wb_store_refuse(store, -EPROTO,
		                       "its version is %lld, expected %d",
		                       (long long)version, (int)kind->version);
	}
	return 0;
}

/* So that others cannot read it; SQLite gives its WAL the same mode. */
static int create_file(struct wb_store *store, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);

	if (fd < 0) {
		return wb_store_refuse(store, -errno, "%s", strerror(errno));
	}
	close(fd);
	return 0;
}

static int open_file(struct wb_store *store, const char *path,
                     const struct wb_store_kind *kind)
{
	int result = create_file(store, path);

	if (result != 0) {
		return result;
	}
	int rc = sqlite3_open_v2(path, &store->db,
	                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	                                 SQLITE_OPEN_EXRESCODE,
	                         NULL);
	if (rc != SQLITE_OK) {
		return wb_store_fail(store, "cannot open", rc);
	}
	result = set_up(store, kind->durable);
	return result == 0 ? check_kind(store, kind) : result;
}

int wb_store_open(struct wb_store *store, const char *path,
                  const struct wb_store_kind *kind)
{
	char reason[sizeof(store->error)];

	memset(store, 0, sizeof(*store));
	int result = open_file(store, path, kind);
	if (result == 0) {
		return 0;
	}
	memcpy(reason, store->error, sizeof(reason));
	wb_store_close(store);
	if (result == -EBUSY) {
		return wb_store_refuse(store, result,
		                       "another wallboardd uses '%s'", path);
	}
	return wb_store_refuse(store, result, "cannot use '%s' as %s: %s", path,
	                       kind->what, reason);
}

void wb_store_close(struct wb_store *store)
{
	sqlite3_close(store->db);
	store->db = NULL;
}
