//! Columns to Parquet and back, by the column interface of the `parquet` crate.

use std::sync::Arc;

use bytes::{Buf, Bytes};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::serialized_reader::ReadOptionsBuilder;
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::SchemaDescriptor;

use super::Problem;

/// One column of a row group, as Parquet keeps it: the values that are there, and which rows have one.
pub(crate) struct Column<T> {
    /// 1 where the row has a value, 0 where it is null.
    levels: Vec<i16>,
    values: Vec<T>,
}

impl<T> Column<T> {
    pub(crate) fn new() -> Column<T> {
        Column { levels: Vec::new(), values: Vec::new() }
    }

    pub(crate) fn push(&mut self, value: Option<T>) {
        self.levels.push(value.is_some().into());
        self.values.extend(value);
    }

    pub(crate) fn rows(&self) -> usize {
        self.levels.len()
    }

    /// The rows, where none is null.
    pub(super) fn all(&self) -> Option<&[T]> {
        (self.values.len() == self.levels.len()).then_some(&self.values)
    }

    /// The rows in order, `None` for null.
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&T>> {
        let mut values = self.values.iter();
        self.levels.iter().map(move |level| if *level == 0 { None } else { values.next() })
    }
}

impl<T> Default for Column<T> {
    fn default() -> Column<T> {
        Column::new()
    }
}

impl<T> FromIterator<Option<T>> for Column<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(rows: I) -> Self {
        let mut column = Column::new();
        rows.into_iter().for_each(|row| column.push(row));
        column
    }
}

/// Text as Parquet wants it.
pub(crate) fn text(text: &str) -> ByteArray {
    ByteArray::from(text)
}

/// Makes a Parquet file.
pub(crate) struct Writer(SerializedFileWriter<Vec<u8>>);

impl Writer {
    /// A file with this schema, in Parquet's own notation. All columns can be null.
    pub(crate) fn new(schema: &str) -> Result<Writer, ParquetError> {
        Writer::sorted(schema, &[])
    }

    /// The same, of rows that are sorted by these columns, which the file says; none may be null.
    pub(crate) fn sorted(schema: &str, by: &[usize]) -> Result<Writer, ParquetError> {
        let order = by.iter().map(|column| SortingColumn {
            column_idx: *column as i32,
            descending: false,
            nulls_first: false,
        });
        let order = (!by.is_empty()).then(|| order.collect());
        let properties = WriterProperties::builder()
            .set_sorting_columns(order)
            // Fast to read; more effort makes the files little smaller.
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_created_by(concat!("rssac002-explorer ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let schema = Arc::new(parse_message_type(schema)?);
        Ok(Writer(SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?))
    }

    /// Adds rows. `columns` writes all of them, in the order of the schema.
    pub(crate) fn group(
        &mut self,
        columns: impl FnOnce(&mut Group<'_>) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        let mut group = Group(self.0.next_row_group()?);
        columns(&mut group)?;
        group.0.close().map(drop)
    }

    /// Adds the rows of a row group of another file of this schema as they are there.
    pub(super) fn copy(&mut self, from: &Reader, group: usize) -> Result<(), ParquetError> {
        let rows = from.file.metadata().row_group(group);
        let mut group = self.0.next_row_group()?;
        for column in rows.columns() {
            let mut metadata = column.clone();
            // Signed numbers stand in a field of old readers as well, which is not told of what is read.
            if let Some(Statistics::Int32(days)) = column.statistics() {
                let days = Statistics::Int32(days.clone().with_backwards_compatible_min_max(true));
                metadata = metadata.into_builder().set_statistics(days).build()?;
            }
            let written = ColumnCloseResult {
                bytes_written: u64::try_from(column.compressed_size())?,
                rows_written: u64::try_from(rows.num_rows())?,
                metadata,
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            group.append_column(&from.bytes, written)?;
        }
        group.close().map(drop)
    }

    /// The whole file.
    pub(crate) fn finish(self) -> Result<Vec<u8>, ParquetError> {
        self.0.into_inner()
    }
}

/// Rows that are being written.
pub(crate) struct Group<'a>(SerializedRowGroupWriter<'a, Vec<u8>>);

impl Group<'_> {
    /// Writes the next column.
    pub(crate) fn column<T: DataType>(&mut self, column: &Column<T::T>) -> Result<(), ParquetError> {
        let Some(mut writer) = self.0.next_column()? else { return Err(too_many_columns()) };
        writer.typed::<T>().write_batch(&column.values, Some(&column.levels), None)?;
        writer.close()
    }

    /// The same, of rows that are made as they are written.
    pub(super) fn rows<T: DataType>(
        &mut self,
        rows: impl IntoIterator<Item = Option<T::T>>,
    ) -> Result<(), ParquetError> {
        let Some(mut writer) = self.0.next_column()? else { return Err(too_many_columns()) };
        let mut rows = rows.into_iter().peekable();
        let mut batch = Column::new();
        while rows.peek().is_some() {
            batch.levels.clear();
            batch.values.clear();
            rows.by_ref().take(BATCH).for_each(|row| batch.push(row));
            writer.typed::<T>().write_batch(&batch.values, Some(&batch.levels), None)?;
        }
        writer.close()
    }
}

fn too_many_columns() -> ParquetError {
    unexpected("more columns than the schema has")
}

fn unexpected(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

/// Rows that are written or read at once, so that keys, which are texts, are never in memory all together.
pub(super) const BATCH: usize = 16_384;

/// A Parquet file in memory.
pub(super) struct Reader {
    name: String,
    bytes: Bytes,
    file: SerializedFileReader<Bytes>,
}

impl Reader {
    /// Opens a file. `name` is for messages.
    pub(super) fn new(name: &str, bytes: Bytes) -> Result<Reader, Problem> {
        // As they are written, so that what is copied comes out octet by octet.
        let options = ReadOptionsBuilder::new().with_encoding_stats_as_mask(false).build();
        let file = SerializedFileReader::new_with_options(bytes.clone(), options);
        let file = file.map_err(|_| Problem::Damaged(name.to_owned()))?;
        Ok(Reader { name: name.to_owned(), bytes, file })
    }

    /// How many row groups it has.
    pub(super) fn groups(&self) -> usize {
        self.file.num_row_groups()
    }

    /// What to say where it does not hold what it should.
    pub(super) fn damaged(&self) -> Problem {
        Problem::Damaged(self.name.clone())
    }

    /// Reads a column of a row group, up to this many rows.
    pub(super) fn column<T: DataType>(
        &self,
        group: usize,
        index: usize,
        most: usize,
    ) -> Result<Column<T::T>, Problem> {
        self.batches::<T>(group, index, most)?.first()
    }

    /// A column of a row group, to be read by so many rows at a time.
    pub(super) fn batches<T: DataType>(
        &self,
        group: usize,
        index: usize,
        rows: usize,
    ) -> Result<Batches<'_, T>, Problem> {
        let open = || -> Result<_, ParquetError> {
            self.must_be::<T>(group, index)?;
            Ok(get_typed_column_reader::<T>(self.file.get_row_group(group)?.get_column_reader(index)?))
        };
        Ok(Batches::new(self, open().map_err(|_| self.damaged())?, group, rows))
    }

    /// The same of a column of texts, with a number in the place of each. `number` is asked once for a text of the row group's
    /// dictionary, not once a row; it has none for a text that does not belong there.
    pub(super) fn numbered(
        &self,
        group: usize,
        index: usize,
        rows: usize,
        number: impl FnMut(&str) -> Option<i32>,
    ) -> Result<Batches<'_, Int32Type>, Problem> {
        let open = || -> Result<_, ParquetError> {
            self.must_be::<ByteArrayType>(group, index)?;
            let pages = self.file.get_row_group(group)?.get_column_page_reader(index)?;
            let pages = Numbered::new(pages, number)?;
            let schema = parse_message_type("message numbered { OPTIONAL INT32 number; }")?;
            let column = SchemaDescriptor::new(Arc::new(schema)).column(0);
            Ok(ColumnReaderImpl::new(column, Box::new(pages)))
        };
        Ok(Batches::new(self, open().map_err(|_| self.damaged())?, group, rows))
    }

    fn must_be<T: DataType>(&self, group: usize, index: usize) -> Result<(), ParquetError> {
        let kind = self.file.metadata().row_group(group).column(index).column_type();
        if kind == T::get_physical_type() { Ok(()) } else { Err(unexpected("a column of another type")) }
    }

    /// How many rows a row group has.
    pub(super) fn rows(&self, group: usize) -> usize {
        usize::try_from(self.file.metadata().row_group(group).num_rows()).unwrap_or(0)
    }

    /// Reads a whole column of a file with one row group, or none.
    pub(super) fn whole<T: DataType>(&self, index: usize) -> Result<Column<T::T>, Problem> {
        if self.groups() == 0 { Ok(Column::new()) } else { self.column::<T>(0, index, usize::MAX) }
    }

    /// The same of a column of texts, with a number in the place of each (see [`Reader::numbered`]).
    pub(super) fn whole_numbered(
        &self,
        index: usize,
        number: impl FnMut(&str) -> Option<i32>,
    ) -> Result<Column<i32>, Problem> {
        if self.groups() == 0 {
            Ok(Column::new())
        } else {
            self.numbered(0, index, usize::MAX, number)?.first()
        }
    }
}

/// A column of a row group that is read by so many rows at a time.
pub(super) struct Batches<'a, T: DataType> {
    of: &'a Reader,
    reader: ColumnReaderImpl<T>,
    most: usize,
    left: usize,
    /// Those that were read last.
    pub(super) rows: Column<T::T>,
}

impl<'a, T: DataType> Batches<'a, T> {
    fn new(of: &'a Reader, reader: ColumnReaderImpl<T>, group: usize, most: usize) -> Batches<'a, T> {
        let left = of.rows(group);
        let most = most.min(left);
        let rows = Column { levels: Vec::with_capacity(most), values: Vec::with_capacity(most) };
        Batches { of, reader, most, left, rows }
    }

    /// Reads the first rows and no others.
    fn first(mut self) -> Result<Column<T::T>, Problem> {
        self.next()?;
        Ok(self.rows)
    }

    /// Reads the next rows; none where all were read.
    pub(super) fn next(&mut self) -> Result<(), Problem> {
        let wanted = self.most.min(self.left);
        self.rows.levels.clear();
        self.rows.values.clear();
        let read = self.reader.read_records(wanted, Some(&mut self.rows.levels), None, &mut self.rows.values);
        // A file may have fewer rows than it says.
        if read.is_err() || self.rows.levels.len() != wanted {
            return Err(self.of.damaged());
        }
        self.left -= wanted;
        Ok(())
    }
}

/// The pages of a column of texts with numbers in their place, as a column of numbers has them. Texts are counted references that
/// are made and looked up row by row, which took a third of the time in which ten years are read.
struct Numbered(std::vec::IntoIter<Page>);

impl Numbered {
    fn new(
        pages: impl Iterator<Item = Result<Page, ParquetError>>,
        mut number: impl FnMut(&str) -> Option<i32>,
    ) -> Result<Numbered, ParquetError> {
        let pages: Result<Vec<Page>, _> = pages.map(|page| numbered(page?, &mut number)).collect();
        Ok(Numbered(pages?.into_iter()))
    }
}

/// A page with numbers in the place of its texts. Where a data page points into the dictionary, it stays as it is.
///
/// Its layout: <https://parquet.apache.org/docs/file-format/data-pages/>; that of plain texts, each behind its length, and of
/// plain numbers: <https://parquet.apache.org/docs/file-format/data-pages/encodings/>.
fn numbered(mut page: Page, mut number: impl FnMut(&str) -> Option<i32>) -> Result<Page, ParquetError> {
    let (texts, start) = match &mut page {
        Page::DictionaryPage { buf, .. } => (buf, 0),
        // Which rows have a text stands before the texts, behind its length.
        Page::DataPage { buf, encoding: Encoding::PLAIN, def_level_encoding: Encoding::RLE, .. } => {
            let levels = length(&mut buf.clone())?;
            (buf, LENGTH + levels)
        }
        Page::DataPage { encoding: Encoding::RLE_DICTIONARY, .. } => return Ok(page),
        _ => return Err(unexpected("a page of a kind that is not written here")),
    };
    if start > texts.len() {
        return Err(unexpected("a page that ends too soon"));
    }
    let mut left = texts.split_off(start);
    let mut with_numbers = Vec::from(&texts[..]);
    while !left.is_empty() {
        let length = length(&mut left)?;
        if length > left.len() {
            return Err(unexpected("a text that ends too soon"));
        }
        let text = left.split_to(length);
        let number = number(str::from_utf8(&text)?).ok_or_else(|| unexpected("another text"))?;
        with_numbers.extend(number.to_le_bytes());
    }
    *texts = with_numbers.into();
    Ok(page)
}

/// Octets of a length.
const LENGTH: usize = 4;

/// Takes a length from the front.
fn length(octets: &mut Bytes) -> Result<usize, ParquetError> {
    let length = octets.try_get_u32_le().map_err(|_| unexpected("a length that ends too soon"))?;
    Ok(usize::try_from(length)?)
}

impl Iterator for Numbered {
    type Item = Result<Page, ParquetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Ok)
    }
}

impl PageReader for Numbered {
    fn get_next_page(&mut self) -> Result<Option<Page>, ParquetError> {
        Ok(self.0.next())
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>, ParquetError> {
        let metadata = |page: &Page| PageMetadata {
            num_rows: None,
            num_levels: page.is_data_page().then_some(page.num_values() as usize),
            is_dict: page.is_dictionary_page(),
        };
        Ok(self.0.as_slice().first().map(metadata))
    }

    fn skip_next_page(&mut self) -> Result<(), ParquetError> {
        self.0.next();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A file with one column of these texts.
    fn file(texts: &[Option<String>]) -> Reader {
        let mut writer = Writer::new("message texts { OPTIONAL BINARY text (STRING); }").unwrap();
        let rows = || texts.iter().map(|row| row.as_deref().map(text));
        writer.group(|group| group.rows::<ByteArrayType>(rows())).unwrap();
        Reader::new("texts", writer.finish().unwrap().into()).unwrap()
    }

    /// The texts of a file by their numbers, with how many different numbers there are.
    fn by_number(file: &Reader, rows: usize) -> (Vec<Option<String>>, usize) {
        let mut known: Vec<String> = Vec::new();
        let number = |text: &str| {
            let at = known.iter().position(|k| k == text).unwrap_or(known.len());
            if at == known.len() {
                known.push(text.to_owned());
            }
            i32::try_from(at).ok()
        };
        let mut batches = file.numbered(0, 0, rows, number).unwrap();
        let mut read = Vec::new();
        loop {
            batches.next().unwrap();
            if batches.rows.rows() == 0 {
                break;
            }
            read.extend(batches.rows.iter().map(|number| Some(known[*number? as usize].clone())));
        }
        (read, known.len())
    }

    fn is_plain(page: &Page) -> bool {
        matches!(page, Page::DataPage { encoding: Encoding::PLAIN, .. })
    }

    fn pages(file: &Reader) -> Vec<Page> {
        let group = file.file.get_row_group(0).unwrap();
        group.get_column_page_reader(0).unwrap().map(Result::unwrap).collect()
    }

    proptest! {
        #[test]
        fn texts_by_their_numbers_are_the_texts_that_were_written(
            rows in prop::collection::vec(any::<Option<(u8, bool)>>(), 1..80),
            at_once in 1usize..90,
        ) {
            // Long ones fill the dictionary, from where on texts are written as they are.
            let text = |(text, is_long): (u8, bool)| text.to_string().repeat(if is_long { 60_000 } else { 1 });
            let texts: Vec<Option<String>> = rows.into_iter().map(|row| row.map(text)).collect();
            let file = file(&texts);
            prop_assert_eq!(by_number(&file, at_once).0, texts.clone());
            let column = file.column::<ByteArrayType>(0, 0, usize::MAX).unwrap();
            let read = column.iter().map(|row| Some(row?.as_utf8().unwrap().to_owned()));
            prop_assert_eq!(read.collect::<Vec<_>>(), texts);
        }
    }

    #[test]
    fn texts_have_numbers_with_and_without_a_dictionary() {
        let long = |n: u32| Some(n.to_string().repeat(200_000));
        let texts: Vec<Option<String>> =
            (1..=9).chain(1..=9).map(long).chain([None, Some("a".to_owned())]).collect();
        let file = file(&texts);
        let pages = pages(&file);
        assert!(pages.iter().any(is_plain) && pages.iter().any(Page::is_dictionary_page));
        assert_eq!(by_number(&file, 7), (texts, 10));
    }

    #[test]
    fn a_text_that_does_not_belong_there_is_damage() {
        let file = file(&[Some("a".to_owned()), Some("b".to_owned())]);
        let only_a = |text: &str| (text == "a").then_some(0);
        assert!(matches!(file.whole_numbered(0, only_a), Err(Problem::Damaged(name)) if name == "texts"));
        assert!(matches!(file.column::<Int32Type>(0, 0, 1), Err(Problem::Damaged(_))));
    }

    #[test]
    fn a_page_that_was_cut_off_is_an_error() {
        let long = (0..12).map(|n| Some(n.to_string().repeat(100_000))).collect::<Vec<_>>();
        let page = pages(&file(&long)).into_iter().find(is_plain).unwrap();
        let cut = |to: usize| match page.clone() {
            Page::DataPage {
                buf,
                num_values,
                encoding,
                def_level_encoding,
                rep_level_encoding,
                statistics,
            } => {
                let buf = buf.slice(..to);
                Page::DataPage {
                    buf,
                    num_values,
                    encoding,
                    def_level_encoding,
                    rep_level_encoding,
                    statistics,
                }
            }
            page => page,
        };
        let whole = page.buffer().len();
        assert!(numbered(cut(whole), |_| Some(1)).is_ok());
        for to in (0..20).chain([whole / 2 + 3, whole - 1]) {
            // What is left may end behind the levels, and then says that no row has a text.
            let texts = numbered(cut(to), |_| panic!("no text is whole in {to} octets"));
            assert!(texts.is_err() || texts.is_ok_and(|page| page.buffer().len() == to), "{to}");
        }
    }
}
